internal import CCrypto

/// Computes SHA-256 over bytes that arrive in pieces, with libcrypto; used by one thread at a time.
public final class SHA256Hasher {
    private var context = SHA256_CTX()

    /// Makes a hasher that has seen no bytes.
    public init() { start() }

    /// Adds bytes to the checksum.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        check(SHA256_Update(&context, bytes.baseAddress, bytes.count))
    }

    /// The checksum of all bytes since the start or the last `finish`; the hasher then starts anew.
    public func finish() -> SHA256Digest {
        var bytes = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        check(SHA256_Final(&bytes, &context))
        start()
        return SHA256Digest(raw: bytes)
    }

    private func start() { check(SHA256_Init(&context)) }

    private func check(_ result: Int32) { precondition(result == 1, "libcrypto refused to compute SHA-256") }
}
