internal import CCrypto

/// Computes SHA-1 (FIPS 180-4) over bytes that arrive in pieces; used by one thread at a time.
///
/// SHA-1 protects from accidents only. It is here because resumable uploads (tus 1.0) must know it.
public final class SHA1Hasher {
    private var context = SHA_CTX()

    /// Makes a hasher that has seen no bytes.
    public init() { start() }

    /// Adds bytes to the checksum.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        check(SHA1_Update(&context, bytes.baseAddress, bytes.count))
    }

    /// The 20 bytes of the checksum of all bytes since the start or the last `finish`; the hasher then starts anew.
    public func finish() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(SHA_DIGEST_LENGTH))
        check(SHA1_Final(&bytes, &context))
        start()
        return bytes
    }

    private func start() { check(SHA1_Init(&context)) }

    private func check(_ result: Int32) { precondition(result == 1, "libcrypto refused to compute SHA-1") }
}
