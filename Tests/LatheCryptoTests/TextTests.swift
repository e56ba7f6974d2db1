internal import LatheCrypto
internal import Testing

struct TextTests {
    @Test(
        "Base64 for URLs is as RFC 4648 §10 has it, without padding",
        arguments: [
            ("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg"), ("fooba", "Zm9vYmE"),
            ("foobar", "Zm9vYmFy"), ("\u{FB}ÿ>?", "w7vDvz4_"),
        ])
    func base64(bytes: String, text: String) {
        #expect(Base64URL.text(Array(bytes.utf8)) == text)
        #expect(Base64URL.bytes(text) == Array(bytes.utf8))
    }

    @Test(
        "No second spelling is read", arguments: ["Zg==", "Zh", "w7vDvz4/", "Z", "Zm 9v", "Zm9v\n", "ä"])
    func secondSpelling(text: String) {
        #expect(Base64URL.bytes(text) == nil)
    }

    @Test("Hexadecimal digits are read in either case and in pairs only")
    func hexadecimal() {
        #expect(Hexadecimal.text([0, 0x7F, 0xFF]) == "007fff")
        #expect(Hexadecimal.bytes("007Fff") == [0, 0x7F, 0xFF])
        for wrong in ["0", "0g", "é1", "+1"] { #expect(Hexadecimal.bytes(wrong) == nil) }
    }

    // printf 'message digest' | md5sum (RFC 1321 §A.5)
    @Test("MD5 gives the known answer, in pieces and again")
    func md5() {
        let hasher = MD5Hasher()
        for _ in 0..<2 {
            for piece in ["message", " digest"] { Array(piece.utf8).withUnsafeBytes { hasher.update($0) } }
            #expect(Hexadecimal.text(hasher.finish()) == "f96b697d7cb7938d525a2f31aaf161d0")
        }
    }

    @Test("Random bytes come in the number asked for and do not repeat")
    func random() {
        #expect(SecureRandom.bytes(0) == [])
        #expect(SecureRandom.bytes(16).count == 16)
        #expect(SecureRandom.bytes(16) != SecureRandom.bytes(16))
    }
}
