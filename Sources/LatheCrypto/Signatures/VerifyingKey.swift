internal import CCrypto

/// A public key: it tells whether the holder of the private one signed a message. Any thread may use it.
public struct VerifyingKey: Sendable {
    let handle: KeyHandle

    /// The one algorithm that the key is for.
    public var algorithm: SignatureAlgorithm { handle.algorithm }

    /// Reads a public key from PEM (`BEGIN PUBLIC KEY`).
    /// - Throws: `CryptoError`: no such key; RSA below 2048 bits; a curve other than P-256.
    public init(pem: String) throws {
        let pointer = withPEM(pem) { PEM_read_bio_PUBKEY($0, nil, noPassword, nil) }
        handle = try KeyHandle(adopting: pointer, "a public key in PEM")
    }

    /// Takes an RSA key as big-endian numbers: `n` and `e` of RFC 7518 §6.3.1.
    public init(rsaModulus modulus: [UInt8], exponent: [UInt8]) throws {
        let key = DER.sequence(DER.integer(modulus), DER.integer(exponent))
        handle = try Self.handle(DER.sequence(DER.rsaEncryption, DER.bitString(key)), "an RSA public key")
    }

    /// Takes a point on P-256, 32 bytes each: `x` and `y` of RFC 7518 §6.2.1.
    public init(p256X x: [UInt8], y: [UInt8]) throws {
        guard x.count == 32, y.count == 32 else {
            throw CryptoError(
                .keyInvalid, "read", "a P-256 public key", because: "its coordinates do not have 32 bytes each")
        }
        handle = try Self.handle(DER.sequence(DER.p256, DER.bitString([4] + x + y)), "a P-256 public key")
    }

    init(_ handle: KeyHandle) { self.handle = handle }

    /// Whether the signature belongs to the message. ES256: R and S, 32 bytes each; DER is not valid.
    public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
        guard let signature = encoded(signature), let context = EVP_MD_CTX_new() else { return false }
        defer { EVP_MD_CTX_free(context) }
        let isValid =
            EVP_DigestVerifyInit(context, nil, EVP_sha256(), nil, handle.pointer) == 1
            && EVP_DigestVerify(context, signature, signature.count, message, message.count) == 1
        if !isValid { ERR_clear_error() }
        return isValid
    }

    /// The signature as libcrypto wants it; nil if its length is wrong.
    private func encoded(_ signature: [UInt8]) -> [UInt8]? {
        switch algorithm {
        case .rs256: signature.count == Int(EVP_PKEY_get_size(handle.pointer)) ? signature : nil
        case .es256:
            signature.count == 64
                ? DER.sequence(DER.integer(Array(signature[..<32])), DER.integer(Array(signature[32...]))) : nil
        }
    }

    private static func handle(_ information: [UInt8], _ subject: String) throws -> KeyHandle {
        try information.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return try KeyHandle(adopting: d2i_PUBKEY(nil, &start, bytes.count), subject)
        }
    }
}

extension VerifyingKey {
    /// The key as PEM (`BEGIN PUBLIC KEY`).
    /// - Throws: `CryptoError` with code `libraryFailed`.
    public var pem: String {
        get throws {
            guard let file = BIO_new(BIO_s_mem()) else { throw Self.notWritten }
            defer { BIO_free(file) }
            guard PEM_write_bio_PUBKEY(file, handle.pointer) == 1 else { throw Self.notWritten }
            return try text(in: file)
        }
    }

    private func text(in file: OpaquePointer) throws -> String {
        var bytes = [UInt8](repeating: 0, count: BIO_ctrl_pending(file))
        guard let length = Int32(exactly: bytes.count), BIO_read(file, &bytes, length) == length else {
            throw Self.notWritten
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static var notWritten: CryptoError {
        CryptoError(.libraryFailed, "write", "a public key", because: "libcrypto refused")
    }
}
