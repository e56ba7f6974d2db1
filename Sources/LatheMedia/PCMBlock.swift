// @unchecked: the storage is written in `init` only, before the reference can escape.
/// A run of planar 32-bit float samples, full scale ±1.0, that nobody changes once it is made.
///
/// Shared by every lane that wants the same rate and layout; the last holder frees it.
public final class PCMBlock: @unchecked Sendable {
    /// Samples per second.
    public let sampleRate: Int
    /// Planes of samples.
    public let channelCount: Int
    /// Samples per channel.
    public let sampleCount: Int

    /// Channel after channel, `stride` samples apart.
    private let storage: UnsafeMutablePointer<Float>
    private let stride: Int

    /// Makes a block by letting `fill` write up to `capacity` samples into each channel's buffer (uninitialised
    /// memory) and say how many it wrote.
    public init(
        sampleRate: Int, channelCount: Int, capacity: Int,
        fill: ([UnsafeMutablePointer<Float>]) throws -> Int
    ) rethrows {
        let storage = UnsafeMutablePointer<Float>.allocate(capacity: max(1, channelCount * capacity))
        do {
            let count = try fill((0..<channelCount).map { storage + $0 * capacity })
            precondition((0...capacity).contains(count), "a block holds at most its capacity")
            self.sampleCount = count
        } catch {
            storage.deallocate()
            throw error
        }
        self.storage = storage
        self.stride = capacity
        self.sampleRate = sampleRate
        self.channelCount = channelCount
    }

    deinit { storage.deallocate() }

    /// The samples of one channel; valid while the block lives.
    func channel(_ index: Int) -> UnsafePointer<Float> { UnsafePointer(storage + index * stride) }

    /// Lends the samples of one channel.
    public func withChannel<R>(_ index: Int, _ body: (UnsafeBufferPointer<Float>) throws -> R) rethrows -> R {
        precondition((0..<channelCount).contains(index), "no such channel")
        return try withExtendedLifetime(self) {
            try body(UnsafeBufferPointer(start: storage + index * stride, count: sampleCount))
        }
    }
}
