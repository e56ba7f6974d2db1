/// Bytes that nobody can guess.
public enum SecureRandom {
    /// From the kernel: Swift's own generator asks getrandom(2).
    public static func bytes(_ count: Int) -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        return (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
    }
}
