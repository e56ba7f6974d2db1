internal import LatheCrypto
internal import SignedExamples
internal import Testing

struct SignatureTests {
    private static func parts(_ token: String) -> (input: [UInt8], signature: [UInt8]) {
        let parts = token.split(separator: ".")
        return (Array("\(parts[0]).\(parts[1])".utf8), Base64URL.bytes(parts[2]) ?? [])
    }

    @Test("The signatures of RFC 7515 A.2 and A.3 are valid, and no longer when a bit changes")
    func knownAnswers() throws {
        for (key, token) in [(try RFC7515.rsaKey, RFC7515.rs256), (try RFC7515.p256Key, RFC7515.es256)] {
            let (input, signature) = Self.parts(token)
            #expect(key.isValid(signature, for: input))
            #expect(!key.isValid(signature, for: input + [0]))
            for index in [0, signature.count / 2, signature.count - 1] {
                var altered = signature
                altered[index] ^= 1
                #expect(!key.isValid(altered, for: input))
            }
        }
    }

    @Test(
        "What a new key signs its public key verifies, after a trip through PEM too",
        arguments: SignatureAlgorithm.allCases)
    func roundTrip(algorithm: SignatureAlgorithm) throws {
        let key = try SigningKey.generated(algorithm)
        let signature = try key.signature(of: [1, 2, 3])
        let copy = try VerifyingKey(pem: key.verifyingKey.pem)
        #expect(copy.algorithm == algorithm)
        #expect(copy.isValid(signature, for: [1, 2, 3]))
        #expect(!copy.isValid(signature, for: [1, 2]))
        #expect(!copy.isValid([], for: [1, 2, 3]))
        #expect(!copy.isValid(Array(signature.dropLast()), for: [1, 2, 3]))
        #expect(!copy.isValid(signature + [0], for: [1, 2, 3]))
        #expect("\(key)" == "\(algorithm.rawValue) private key")
    }

    @Test("ES256 is R and S: 64 bytes, whichever leading zeros they have")
    func lengths() throws {
        let key = try SigningKey.generated(.es256)
        for message in 0..<600 {
            // One of 256 numbers begins with a zero byte, which DER leaves out.
            let signature = try key.signature(of: [UInt8(message & 255), UInt8(message >> 8)])
            #expect(signature.count == 64)
            #expect(key.verifyingKey.isValid(signature, for: [UInt8(message & 255), UInt8(message >> 8)]))
        }
    }

    @Test("ES256 in DER, or of zeros, is not valid")
    func otherForms() throws {
        let (input, signature) = Self.parts(RFC7515.es256)
        let half = { (bytes: ArraySlice<UInt8>) in [2, UInt8(bytes.count)] + bytes }
        let (r, s) = (half(signature[..<32]), half([0] + signature[32...]))
        let key = try RFC7515.p256Key
        #expect(!key.isValid([0x30, UInt8(r.count + s.count)] + r + s, for: input))
        #expect(!key.isValid([UInt8](repeating: 0, count: 64), for: input))
    }

    @Test(
        "A key that is weak or of another kind is refused",
        arguments: [
            (PoorKeys.rsa1024, CryptoError.Code.keyWeak), (PoorKeys.rsaExponent3, .keyWeak),
            (PoorKeys.rsaPSS, .keyInvalid), (PoorKeys.p384, .keyInvalid), (PoorKeys.secp256k1, .keyInvalid),
            (PoorKeys.ed25519, .keyInvalid), ("", .keyInvalid), ("-----BEGIN PUBLIC KEY-----\n", .keyInvalid),
            (String(PoorKeys.p384.dropLast(60)), .keyInvalid),
        ])
    func refused(pem: String, code: CryptoError.Code) {
        let error = #expect(throws: CryptoError.self) { try VerifyingKey(pem: pem) }
        #expect(error?.code == code)
    }

    @Test("A public key is no private key")
    func noPrivateKey() {
        #expect(throws: CryptoError.self) { try SigningKey(pem: PoorKeys.rsaPSS) }
    }

    @Test("A point that is not on the curve, or of the wrong length, is refused")
    func offCurve() {
        #expect(throws: CryptoError.self) {
            try VerifyingKey(p256X: [UInt8](repeating: 1, count: 32), y: [UInt8](repeating: 1, count: 32))
        }
        #expect(throws: CryptoError.self) { try VerifyingKey(p256X: [1], y: [1]) }
        #expect(throws: CryptoError.self) { try VerifyingKey(rsaModulus: [], exponent: []) }
    }

    @Test("The message of an error says what helps")
    func message() {
        let error = #expect(throws: CryptoError.self) { try VerifyingKey(pem: PoorKeys.rsa1024) }
        #expect(
            error.map { "\($0)" } == "cannot use a public key in PEM: it has 1024 bits. Use one of 2048 to 8192 bits.")
    }
}
