internal import CCrypto

/// A private key that signs messages. Any thread may use it; nothing prints it.
public struct SigningKey: Sendable {
    private let handle: KeyHandle

    /// The one algorithm that the key is for.
    public var algorithm: SignatureAlgorithm { handle.algorithm }
    /// What others verify its signatures with.
    public var verifyingKey: VerifyingKey { VerifyingKey(handle) }

    /// Reads a private key from PEM (`BEGIN PRIVATE KEY`, and the older forms) that has no password.
    /// - Throws: `CryptoError`: no such key; RSA below 2048 bits; a curve other than P-256.
    public init(pem: String) throws {
        let pointer = withPEM(pem) { PEM_read_bio_PrivateKey($0, nil, noPassword, nil) }
        handle = try KeyHandle(adopting: pointer, "a private key in PEM")
    }

    private init(_ handle: KeyHandle) { self.handle = handle }

    /// Makes a new key; RSA of 2048 bits takes a second at worst.
    /// - Throws: `CryptoError` with code `libraryFailed`.
    public static func generated(_ algorithm: SignatureAlgorithm) throws -> SigningKey {
        let context = EVP_PKEY_CTX_new_from_name(nil, algorithm == .rs256 ? "RSA" : "EC", nil)
        defer { EVP_PKEY_CTX_free(context) }
        guard let context, EVP_PKEY_keygen_init(context) == 1 else { throw failure("make") }
        let isSet =
            switch algorithm {
            case .rs256: EVP_PKEY_CTX_set_rsa_keygen_bits(context, 2048)
            case .es256: EVP_PKEY_CTX_set_group_name(context, "prime256v1")
            }
        var pointer: OpaquePointer?
        guard isSet == 1, EVP_PKEY_generate(context, &pointer) == 1 else { throw failure("make") }
        return SigningKey(try KeyHandle(adopting: pointer, "a new private key"))
    }

    /// Signs a message. ES256: R and S, 32 bytes each.
    /// - Throws: `CryptoError` with code `libraryFailed`.
    public func signature(of message: [UInt8]) throws -> [UInt8] {
        guard let context = EVP_MD_CTX_new() else { throw Self.failure("sign with") }
        defer { EVP_MD_CTX_free(context) }
        var signature = [UInt8](repeating: 0, count: Int(EVP_PKEY_get_size(handle.pointer)))
        var length = signature.count
        guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, handle.pointer) == 1,
            EVP_DigestSign(context, &signature, &length, message, message.count) == 1
        else { throw Self.failure("sign with") }
        signature.removeSubrange(length...)
        return algorithm == .es256 ? try Self.plain(signature) : signature
    }

    /// R and S, from DER.
    private static func plain(_ signature: [UInt8]) throws -> [UInt8] {
        let pair = signature.withUnsafeBufferPointer { bytes in
            var start = bytes.baseAddress
            return d2i_ECDSA_SIG(nil, &start, bytes.count)
        }
        guard let pair else { throw failure("sign with") }
        defer { ECDSA_SIG_free(pair) }
        var plain = [UInt8](repeating: 0, count: 64)
        let isWritten = plain.withUnsafeMutableBufferPointer { bytes in
            BN_bn2binpad(ECDSA_SIG_get0_r(pair), bytes.baseAddress, 32) == 32
                && BN_bn2binpad(ECDSA_SIG_get0_s(pair), bytes.baseAddress.map { $0 + 32 }, 32) == 32
        }
        guard isWritten else { throw failure("sign with") }
        return plain
    }

    private static func failure(_ attempt: String) -> CryptoError {
        CryptoError(.libraryFailed, attempt, "a private key", because: "libcrypto refused")
    }
}

extension SigningKey: CustomStringConvertible, CustomReflectable {
    /// Never the key: `ES256 private key`.
    public var description: String { "\(algorithm.rawValue) private key" }
    /// Without children, so that `dump` finds nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
