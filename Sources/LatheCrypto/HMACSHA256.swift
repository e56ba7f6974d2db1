internal import CCrypto

/// Message authentication with a shared key: HMAC (RFC 2104) over SHA-256.
public enum HMACSHA256 {
    /// The code of a message: 32 bytes. A key may have any length, none too.
    public static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
        var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        // No input leads here: the length of a Swift array fits, save for a key of 2 GB.
        guard let length = Int32(exactly: key.count),
            HMAC(EVP_sha256(), key, length, message, message.count, &code, nil) != nil
        else { preconditionFailure("libcrypto refused to compute HMAC-SHA-256") }
        return code
    }

    /// Whether a code belongs to a message; takes as long for a wrong code as for the right one.
    public static func isValid(_ code: [UInt8], for message: [UInt8], key: [UInt8]) -> Bool {
        areEqualInConstantTime(self.code(of: message, key: key), code)
    }
}

/// Compares secrets without telling by the time it takes where they differ. Their lengths are no secret.
public func areEqualInConstantTime(_ one: [UInt8], _ other: [UInt8]) -> Bool {
    one.count == other.count && CRYPTO_memcmp(one, other, one.count) == 0
}
