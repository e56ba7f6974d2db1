internal import Foundation
internal import LatheCrypto
internal import Testing

@Suite("SHA-256")
struct SHA256Tests {
    @Test(
        "Known answers (FIPS 180-4 examples)",
        arguments: [
            ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
            ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
            (
                "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
                "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
            ),
        ])
    func knownAnswers(text: String, expected: String) {
        let digest = Array(text.utf8).withUnsafeBytes { SHA256Digest(of: $0) }
        #expect(digest.hexadecimal == expected)
        #expect(SHA256Digest(hexadecimal: expected.uppercased()) == digest)
        #expect(digest.bytes.count == 32)
    }

    @Test("Pieces give the same as the whole, and finish starts anew")
    func pieces() {
        let bytes = [UInt8](0...255)
        let hasher = SHA256Hasher()
        for _ in 0..<2 {
            for byte in bytes { withUnsafeBytes(of: byte) { hasher.update($0) } }
            #expect(hasher.finish() == bytes.withUnsafeBytes { SHA256Digest(of: $0) })
        }
    }

    @Test("In JSON it is a string, and nothing but 64 digits is one")
    func json() throws {
        let digest = Array("abc".utf8).withUnsafeBytes { SHA256Digest(of: $0) }
        let data = try JSONEncoder().encode([digest])
        #expect(String(decoding: data, as: UTF8.self) == "[\"\(digest.hexadecimal)\"]")
        #expect(try JSONDecoder().decode([SHA256Digest].self, from: data) == [digest])
        for wrong in ["", "ab", String(repeating: "g", count: 64), String(repeating: "0", count: 65)] {
            #expect(SHA256Digest(hexadecimal: wrong) == nil)
            #expect(throws: DecodingError.self) {
                try JSONDecoder().decode([SHA256Digest].self, from: Data("[\"\(wrong)\"]".utf8))
            }
        }
    }
}
