internal import CCrypto

/// Bytes that no log, dump or message shows, wiped when their last holder lets go of them.
///
/// What `withBytes` lends out may be copied by who borrows it; keep such copies few and short-lived.
public final class SecretBytes: @unchecked Sendable {
    // Unchecked, as a pointer is not Sendable: the memory is written in `init`, before anyone shares it, and freed in
    // `deinit`, when nobody does any more. In between it is only read.
    private let storage: UnsafeMutableBufferPointer<UInt8>

    /// Copies bytes.
    public init(_ bytes: [UInt8]) {
        storage = .allocate(capacity: bytes.count)
        _ = storage.initialize(from: bytes)
    }

    deinit {
        OPENSSL_cleanse(storage.baseAddress, storage.count)
        storage.deallocate()
    }

    /// Bytes that nobody can guess.
    public static func random(_ count: Int) -> SecretBytes { SecretBytes(SecureRandom.bytes(count)) }

    /// How many bytes; no secret.
    public var count: Int { storage.count }

    /// Lends the bytes as an array, which is wiped afterwards unless it was kept.
    public func withBytes<Result>(_ body: ([UInt8]) throws -> Result) rethrows -> Result {
        var bytes = Array(storage)
        defer { bytes.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) } }
        return try body(bytes)
    }
}

extension SecretBytes: Equatable {
    /// Compares in a time that depends on the lengths only.
    public static func == (one: SecretBytes, other: SecretBytes) -> Bool {
        one.count == other.count && CRYPTO_memcmp(one.storage.baseAddress, other.storage.baseAddress, one.count) == 0
    }
}

extension SecretBytes: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `***`.
    public var description: String { "***" }
    /// Always `***`.
    public var debugDescription: String { "***" }
    /// Without children, so that `dump` finds nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
