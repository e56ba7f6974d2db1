internal import CCrypto

/// Owns one EVP_PKEY that is known to be of an algorithm we use, and strong enough for it.
final class KeyHandle: @unchecked Sendable {
    // Unchecked, as a pointer is not Sendable: an EVP_PKEY may be used by many threads at once as long as nobody
    // changes it (openssl-threads(7)), and nobody here does after `init`.
    let pointer: OpaquePointer
    let algorithm: SignatureAlgorithm

    /// Takes what libcrypto read; nil if it could not read it. Frees it also when it throws.
    init(adopting pointer: OpaquePointer?, _ subject: String) throws {
        guard let pointer else {
            throw CryptoError(.keyInvalid, "read", subject, because: "it is no such key")
        }
        do {
            algorithm = try Self.algorithm(of: pointer, subject)
        } catch {
            EVP_PKEY_free(pointer)
            throw error
        }
        self.pointer = pointer
    }

    deinit { EVP_PKEY_free(pointer) }

    private static func algorithm(of key: OpaquePointer, _ subject: String) throws -> SignatureAlgorithm {
        switch EVP_PKEY_get_base_id(key) {
        case EVP_PKEY_RSA:
            try checkRSA(key, subject)
            return .rs256
        case EVP_PKEY_EC where groupName(of: key) == "prime256v1" && isOnCurve(key):
            return .es256
        default:
            throw CryptoError(
                .keyInvalid, "use", subject, because: "it is neither an RSA key nor one on the curve P-256")
        }
    }

    /// At least 2048 bits (RFC 7518 §3.3); at most 8192, as a longer key only costs time; no small exponent.
    private static func checkRSA(_ key: OpaquePointer, _ subject: String) throws {
        let bits = EVP_PKEY_get_bits(key)
        guard (2048...8192).contains(bits) else {
            throw CryptoError(
                .keyWeak, "use", subject, because: "it has \(bits) bits", remedy: "Use one of 2048 to 8192 bits.")
        }
        var exponent: OpaquePointer?
        defer { BN_free(exponent) }
        guard EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) == 1,
            (17...64).contains(BN_num_bits(exponent)), BN_is_odd(exponent) == 1
        else {
            throw CryptoError(
                .keyWeak, "use", subject, because: "its public exponent is unusual", remedy: "Use 65537.")
        }
    }

    private static func groupName(of key: OpaquePointer) -> String? {
        var name = [CChar](repeating: 0, count: 64)
        guard EVP_PKEY_get_group_name(key, &name, name.count, nil) == 1 else { return nil }
        return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static func isOnCurve(_ key: OpaquePointer) -> Bool {
        let context = EVP_PKEY_CTX_new_from_pkey(nil, key, nil)
        defer { EVP_PKEY_CTX_free(context) }
        return context != nil && EVP_PKEY_public_check(context) == 1
    }
}

/// Lends a text to libcrypto as a file to read a PEM block from.
func withPEM(_ text: String, _ read: (OpaquePointer) -> OpaquePointer?) -> OpaquePointer? {
    let bytes = Array(text.utf8)
    guard let length = Int32(exactly: bytes.count) else { return nil }
    return bytes.withUnsafeBytes { bytes in
        guard let file = BIO_new_mem_buf(bytes.baseAddress, length) else { return nil }
        defer { BIO_free(file) }
        return read(file)
    }
}

/// Answers libcrypto's question for a password: there is none. Without this it would ask at the terminal.
let noPassword: @convention(c) (UnsafeMutablePointer<CChar>?, Int32, Int32, UnsafeMutableRawPointer?) -> Int32 = {
    _, _, _, _ in -1
}
