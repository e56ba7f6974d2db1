/// Where the segments of one programme begin and end, in samples of one rate.
///
/// Decided once, before anything is encoded, and shared by all renditions of the rate: segment *n* covers the same
/// samples in each, so a player can switch between any two. Every boundary but the last lies on the grid; where the
/// length is known, the tail is arranged so that it is not a splinter. Timelines of 48, 96 and 192 kHz (44.1, 88.2 and
/// 176.4 kHz) cut the same programme at the same instants.
///
/// Pure arithmetic: each question is answered in constant time, and nothing grows with the length.
public struct Timeline: Sendable, Equatable {
    /// Samples per second.
    public let sampleRate: Int
    /// Boundaries fall on multiples of this many samples.
    public let grid: Int
    /// Nominal length of a segment in samples, a multiple of the grid.
    public let segmentLength: Int
    /// Samples in the programme; nil while unknown.
    public let length: Int?
    /// EXT-X-TARGETDURATION: the longest segment in seconds, rounded to the nearest integer and at least 1
    /// (RFC 8216 §4.3.3.1). Fixed from the start.
    public let targetDuration: Int

    private let tail: Tail?

    /// Lays out a programme.
    ///
    /// - Parameters:
    ///   - sampleRate: samples per second, at least 1.
    ///   - segmentDuration: target in seconds; brought into 2...10.
    ///   - length: samples in the programme; nil while unknown, and then no range is ever clamped.
    ///   - grid: spacing of the allowed boundaries in samples, at least 1. Nil: see `defaultGrid(sampleRate:)`.
    public init(sampleRate: Int, segmentDuration: Double, length: Int?, grid: Int? = nil) {
        precondition(sampleRate > 0 && (grid ?? 1) > 0 && (length ?? 0) >= 0, "rates and lengths are counts")
        let target = SegmentTarget(sampleRate: sampleRate, seconds: segmentDuration)
        let grid = grid ?? Self.defaultGrid(sampleRate: sampleRate)
        let segmentLength = target.nominalLength(grid: grid)
        let tail = length.map { Tail(length: $0, segmentLength: segmentLength, grid: grid, target: target) }
        self.sampleRate = sampleRate
        self.grid = grid
        self.segmentLength = segmentLength
        self.length = length
        self.tail = tail
        targetDuration = max(1, target.roundedSeconds(tail?.longestSegment ?? segmentLength))
    }

    /// Segments in the programme; nil while its length is unknown.
    public var segmentCount: Int? { tail?.segmentCount }

    /// The samples of segment `n`, counted from 0.
    ///
    /// Past the last segment of a known length: the empty range at the end.
    public func range(ofSegment n: Int) -> Range<Int> {
        precondition(n >= 0, "segments are counted from 0")
        guard let tail, n >= tail.regularCount else { return n * segmentLength..<(n + 1) * segmentLength }
        return tail.range(ofPart: n - tail.regularCount)
    }

    /// The segment, counted from 0, that holds a sample.
    ///
    /// Samples past the end belong to the last segment: an encoder's padding goes there.
    public func segmentIndex(at sample: Int) -> Int {
        precondition(sample >= 0, "samples are counted from 0")
        guard let tail, sample >= tail.start else { return sample / segmentLength }
        return tail.segmentIndex(at: sample)
    }

    /// 9216 samples, which frames of AAC (1024) and of MP3 (1152, 576) divide, times the multiple of 44.1 or 48 kHz
    /// that the rate is.
    public static func defaultGrid(sampleRate: Int) -> Int {
        guard sampleRate > 48_000 else { return commonFrames }
        let base = sampleRate.isMultiple(of: 11_025) ? 44_100 : 48_000
        return commonFrames * max(1, sampleRate / base)
    }

    /// The least common multiple of 1024 and 1152.
    private static let commonFrames = 9216
}
