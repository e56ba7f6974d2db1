internal import LatheCrypto
internal import Testing

struct HMACSHA256Tests {
    @Test(
        "Known answers (RFC 4231 §4.2, §4.3 and §4.7)",
        arguments: [
            (
                [UInt8](repeating: 0x0B, count: 20), "Hi There",
                "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
            ),
            (
                Array("Jefe".utf8), "what do ya want for nothing?",
                "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
            ),
            (
                [UInt8](repeating: 0xAA, count: 131), "Test Using Larger Than Block-Size Key - Hash Key First",
                "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54"
            ),
        ])
    func knownAnswers(key: [UInt8], message: String, expected: String) {
        let code = HMACSHA256.code(of: Array(message.utf8), key: key)
        #expect(Hexadecimal.text(code) == expected)
        #expect(HMACSHA256.isValid(code, for: Array(message.utf8), key: key))
    }

    @Test("A code of another message, or one that is too short, is not valid")
    func wrong() {
        let code = HMACSHA256.code(of: [1], key: [2])
        #expect(!HMACSHA256.isValid(code, for: [3], key: [2]))
        #expect(!HMACSHA256.isValid(Array(code.dropLast()), for: [1], key: [2]))
        #expect(!HMACSHA256.isValid([], for: [1], key: [2]))
    }

    @Test("A key may be empty")
    func emptyKey() {
        // printf '' | openssl dgst -sha256 -hmac ''
        #expect(
            Hexadecimal.text(HMACSHA256.code(of: [], key: []))
                == "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")
    }
}
