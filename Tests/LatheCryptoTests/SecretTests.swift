internal import LatheCrypto
internal import Testing

struct SecretTests {
    @Test(
        "A cached key gives the same codes as an uncached one, whatever its length",
        arguments: [0, 1, 32, 63, 64, 65, 131])
    func schedule(length: Int) {
        let key = SecureRandom.bytes(length)
        let cached = HMACSHA256Key(SecretBytes(key))
        for count in [0, 1, 55, 56, 64, 200] {
            let message = SecureRandom.bytes(count)
            #expect(cached.code(of: message) == HMACSHA256.code(of: message, key: key))
            #expect(cached.isValid(HMACSHA256.code(of: message, key: key), for: message))
            #expect(!cached.isValid([], for: message))
        }
    }

    @Test("Nothing prints a secret")
    func hidden() {
        let secret = SecretBytes(Array("swordfish".utf8))
        let key = HMACSHA256Key(secret)
        var dumped = ""
        dump([secret], to: &dumped)
        dump([key], to: &dumped)
        for text in ["\(secret)", String(reflecting: secret), "\(key)", String(reflecting: key), "\([secret])", dumped]
        {
            #expect(!text.contains("swordfish") && !text.contains("115") && text.contains("***"))
        }
    }

    @Test("Secrets are equal by their bytes")
    func equality() {
        #expect(SecretBytes([1, 2]) == SecretBytes([1, 2]))
        #expect(SecretBytes([1, 2]) != SecretBytes([1, 3]))
        #expect(SecretBytes([]) != SecretBytes([1]))
        #expect(SecretBytes([]) == SecretBytes([]))
        #expect(SecretBytes([1, 2]).withBytes { $0 } == [1, 2])
        #expect(SecretBytes.random(32) != SecretBytes.random(32))
    }
}
