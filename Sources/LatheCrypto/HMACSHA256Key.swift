internal import CCrypto

/// A key of HMAC-SHA-256 whose schedule is computed once: half the work of a short message is its key.
public final class HMACSHA256Key: @unchecked Sendable {
    // Unchecked, as a pointer is not Sendable: both states are written in `init`, before anyone shares them, and freed
    // in `deinit`, when nobody does any more. In between they are only copied.
    /// The hash states after the key's inner and outer block (RFC 2104 §4).
    private let states: UnsafeMutablePointer<SHA256_CTX>

    /// Computes the schedule. A key may have any length, none too.
    public init(_ key: SecretBytes) {
        states = .allocate(capacity: 2)
        states.initialize(repeating: SHA256_CTX(), count: 2)
        var block = key.withBytes { key in
            let key = key.count > Self.blockSize ? key.withUnsafeBytes { SHA256Digest(of: $0).bytes } : key
            return key + [UInt8](repeating: 0, count: Self.blockSize - key.count)
        }
        for (index, pad) in [UInt8(0x36), 0x5C].enumerated() {
            for position in block.indices { block[position] ^= pad }
            check(SHA256_Init(states + index))
            check(SHA256_Update(states + index, block, block.count))
            for position in block.indices { block[position] ^= pad }
        }
        block.withUnsafeMutableBytes { OPENSSL_cleanse($0.baseAddress, $0.count) }
    }

    deinit {
        OPENSSL_cleanse(states, 2 * MemoryLayout<SHA256_CTX>.stride)
        states.deallocate()
    }

    /// The code of a message: 32 bytes.
    public func code(of message: [UInt8]) -> [UInt8] {
        var (inner, outer) = (states[0], states[1])
        var code = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_LENGTH))
        check(SHA256_Update(&inner, message, message.count))
        check(SHA256_Final(&code, &inner))
        check(SHA256_Update(&outer, code, code.count))
        check(SHA256_Final(&code, &outer))
        return code
    }

    /// Whether a code belongs to a message; takes as long for a wrong code as for the right one.
    public func isValid(_ code: [UInt8], for message: [UInt8]) -> Bool {
        areEqualInConstantTime(self.code(of: message), code)
    }

    private static let blockSize = 64

    // No input leads here: these functions only fail when they are misused.
    private func check(_ result: Int32) { precondition(result == 1, "libcrypto refused to compute SHA-256") }
}

extension HMACSHA256Key: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// Always `***`.
    public var description: String { "***" }
    /// Always `***`.
    public var debugDescription: String { "***" }
    /// Without children, so that `dump` finds nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
