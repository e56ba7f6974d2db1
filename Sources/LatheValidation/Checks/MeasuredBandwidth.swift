/// Bit rates of a rendition as RFC 8216 §4.1 defines them, measured again from sizes and durations.
struct MeasuredBandwidth: Equatable {
    /// Bits per second.
    let peak: Double
    let average: Double
    /// The largest rate of a single segment.
    let greatest: Double

    /// - Parameters:
    ///   - sizes: bytes of each segment.
    ///   - durations: seconds of each.
    init?(sizes: [Int], durations: [Double], targetDuration: Double) {
        let duration = durations.reduce(0, +)
        guard duration > 0, !sizes.isEmpty, sizes.count == durations.count else { return nil }
        average = 8 * Double(sizes.reduce(0, +)) / duration
        greatest = zip(sizes, durations).map { $1 > 0 ? 8 * Double($0) / $1 : 0 }.max() ?? 0
        let shortest = 0.5 * targetDuration - 0.000_01
        let longest = 1.5 * targetDuration + 0.000_01
        var peak = 0.0
        for start in sizes.indices {
            var bytes = 0
            var seconds = 0.0
            for index in start..<min(sizes.count, start + 64) {
                bytes += sizes[index]
                seconds += durations[index]
                if seconds > longest { break }
                if seconds >= shortest { peak = max(peak, 8 * Double(bytes) / seconds) }
            }
        }
        self.peak = peak > 0 ? peak : average
    }
}

extension Track {
    /// Measured over all segments that could be read.
    func measuredBandwidth(targetDuration: Double) -> MeasuredBandwidth? {
        MeasuredBandwidth(
            sizes: segments.map(\.facts.byteCount), durations: segments.map(\.claim.duration),
            targetDuration: targetDuration)
    }

    /// The whole of it was read.
    var isWhole: Bool { segments.count == claim.segments.count && claim.isComplete && !claim.hasHoles }
}
