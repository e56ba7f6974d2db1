/// Where decoders put samples: the block being filled, and what does not fit kept for the next one.
final class SampleSink {
    /// The longest run that one `write` may bring.
    static let longestRun = 65_536

    private let channelCount: Int
    /// Channel after channel, `longestRun` apart.
    private let kept: UnsafeMutablePointer<Float>
    private var keptRange = 0..<0
    private var targets: [UnsafeMutablePointer<Float>] = []
    private var capacity = 0
    private var filled = 0

    init(channelCount: Int) {
        self.channelCount = channelCount
        self.kept = .allocate(capacity: channelCount * Self.longestRun)
    }

    deinit { kept.deallocate() }

    /// No samples wait for the next block.
    var isDrained: Bool { keptRange.isEmpty }

    /// Begins a block with the samples kept from the last run, lets `more` write until the block is full or `more` says
    /// that there is nothing left, and returns the number of samples in the block.
    func fill(_ targets: [UnsafeMutablePointer<Float>], capacity: Int, more: () throws -> Bool) rethrows -> Int {
        self.targets = targets
        self.capacity = capacity
        filled = 0
        defer { self.targets = [] }
        takeKept()
        while filled < capacity, try more() {}
        return filled
    }

    /// Takes a run of at most `longestRun` samples: calls `convert` with a channel, the first sample of the run, where
    /// it belongs and how many are wanted, once or twice for each channel.
    @inline(__always)
    func write(_ count: Int, _ convert: (Int, Int, UnsafeMutablePointer<Float>, Int) -> Void) {
        precondition(count <= Self.longestRun && keptRange.isEmpty, "one run at a time")
        let fitting = min(count, capacity - filled)
        for channel in 0..<channelCount {
            convert(channel, 0, targets[channel] + filled, fitting)
            guard fitting < count else { continue }
            convert(channel, fitting, kept + channel * Self.longestRun, count - fitting)
        }
        filled += fitting
        keptRange = 0..<(count - fitting)
    }

    private func takeKept() {
        let count = min(keptRange.count, capacity)
        for channel in 0..<channelCount {
            let source = kept + channel * Self.longestRun + keptRange.lowerBound
            targets[channel].update(from: source, count: count)
        }
        filled = count
        keptRange = keptRange.dropFirst(count)
    }
}
