internal import CCrypto

/// Computes MD5 (RFC 1321) over bytes that arrive in pieces; used by one thread at a time.
///
/// MD5 protects from accidents only. It is here because object stores state it: Content-MD5, ETag.
public final class MD5Hasher {
    private var context = MD5_CTX()

    /// Makes a hasher that has seen no bytes.
    public init() { start() }

    /// Adds bytes to the checksum.
    public func update(_ bytes: UnsafeRawBufferPointer) {
        check(MD5_Update(&context, bytes.baseAddress, bytes.count))
    }

    /// The 16 bytes of the checksum of all bytes since the start or the last `finish`; the hasher then starts anew.
    public func finish() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Int(MD5_DIGEST_LENGTH))
        check(MD5_Final(&bytes, &context))
        start()
        return bytes
    }

    private func start() { check(MD5_Init(&context)) }

    private func check(_ result: Int32) { precondition(result == 1, "libcrypto refused to compute MD5") }
}
