/// What one media segment weighs and how long it lasts.
public struct MediaSegmentSize: Sendable, Equatable {
    /// Bytes of the whole segment, container included.
    public var bytes: Int
    /// Samples per channel that it presents.
    public var samples: Int

    /// Describes a segment of `bytes` that presents `samples`.
    public init(bytes: Int, samples: Int) {
        self.bytes = bytes
        self.samples = samples
    }
}

/// Measured bit rates of a rendition, in bits per second, rounded up.
///
/// They are what BANDWIDTH and AVERAGE-BANDWIDTH of EXT-X-STREAM-INF (RFC 8216 §4.3.4.2) and Representation@bandwidth
/// (ISO/IEC 23009-1 §5.3.5.2) say.
public struct Bandwidth: Sendable, Equatable {
    /// The largest rate of any run of segments that lasts 0.5 to 1.5 target durations, the peak segment bit rate of
    /// RFC 8216 §4.1. Where no run lasts so long, the rate of the whole.
    public var peak: Int
    /// All bits over the whole duration.
    public var average: Int

    /// States rates known beforehand, such as provisional upper bounds.
    public init(peak: Int, average: Int) {
        self.peak = peak
        self.average = average
    }

    /// Measures a rendition in time linear in its segments. No segments: both rates are 0.
    ///
    /// - Parameters:
    ///   - segments: all media segments in order; init segments do not count.
    ///   - sampleRate: samples per second.
    ///   - targetDuration: EXT-X-TARGETDURATION in seconds.
    public init(segments: some Collection<MediaSegmentSize>, sampleRate: Int, targetDuration: Int) {
        let shortest = (targetDuration * sampleRate + 1) / 2
        let longest = 3 * targetDuration * sampleRate / 2
        var whole = Run()
        var peak = 0
        for start in segments.indices {
            whole.extend(by: segments[start])
            var run = Run()
            for segment in segments[start...] {
                run.extend(by: segment)
                if run.samples > longest { break }
                if run.samples >= shortest { peak = max(peak, run.bitsPerSecond(sampleRate: sampleRate)) }
            }
        }
        average = whole.bitsPerSecond(sampleRate: sampleRate)
        self.peak = peak > 0 ? peak : average
    }
}

/// Consecutive segments taken together.
private struct Run {
    var bytes = 0
    var samples = 0

    mutating func extend(by segment: MediaSegmentSize) {
        bytes += segment.bytes
        samples += segment.samples
    }

    func bitsPerSecond(sampleRate: Int) -> Int {
        samples > 0 ? (8 * bytes).scaledUp(by: sampleRate, over: samples) : 0
    }
}
