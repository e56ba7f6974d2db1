/// Cuts PCM blocks of any length into runs of exactly `length` samples, the form in which encoders take them.
///
/// Lends pointers into the block where a run lies inside it; copies only what straddles two blocks.
struct FrameCutter {
    typealias Planes = UnsafeBufferPointer<UnsafePointer<Float>>

    let channelCount: Int
    let length: Int
    private var carry: [[Float]]

    init(channelCount: Int, length: Int) {
        self.channelCount = channelCount
        self.length = length
        carry = Array(repeating: [], count: channelCount)
        for channel in carry.indices { carry[channel].reserveCapacity(length) }
    }

    /// Samples that wait for the rest of their run.
    var pending: Int { carry.first?.count ?? 0 }

    /// Calls `body` with the planes of each complete run, in order.
    mutating func feed(_ block: PCMBlock, _ body: (Planes) throws -> Void) throws {
        try withExtendedLifetime(block) {
            var position = 0
            if pending > 0 {
                position = min(length - pending, block.sampleCount)
                append(block, 0..<position)
                guard pending == length else { return }
                try drain { planes, _ in try body(planes) }
            }
            while block.sampleCount - position >= length {
                try withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: channelCount) { planes in
                    for channel in 0..<channelCount {
                        planes.initializeElement(at: channel, to: block.channel(channel) + position)
                    }
                    try body(Planes(planes))
                }
                position += length
            }
            append(block, position..<block.sampleCount)
        }
    }

    /// Hands over what is left, fewer than `length` samples; does nothing when nothing is.
    mutating func drain(_ body: (Planes, _ sampleCount: Int) throws -> Void) throws {
        guard pending > 0 else { return }
        defer { for channel in carry.indices { carry[channel].removeAll(keepingCapacity: true) } }
        try withUnsafeTemporaryAllocation(of: UnsafePointer<Float>.self, capacity: channelCount) { planes in
            try lend(0, into: planes, body)
        }
    }

    /// Collects the carried planes' addresses, each valid while the closures around it run.
    private func lend(
        _ channel: Int, into planes: UnsafeMutableBufferPointer<UnsafePointer<Float>>,
        _ body: (Planes, Int) throws -> Void
    ) throws {
        guard channel < channelCount else { return try body(Planes(planes), pending) }
        try carry[channel].withUnsafeBufferPointer { samples in
            guard let address = samples.baseAddress else { return }
            planes.initializeElement(at: channel, to: address)
            try lend(channel + 1, into: planes, body)
        }
    }

    private mutating func append(_ block: PCMBlock, _ range: Range<Int>) {
        guard !range.isEmpty else { return }
        for channel in 0..<channelCount {
            carry[channel].append(
                contentsOf: UnsafeBufferPointer(start: block.channel(channel) + range.lowerBound, count: range.count))
        }
    }
}
