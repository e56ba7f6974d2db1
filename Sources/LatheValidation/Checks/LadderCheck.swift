/// Compares the bit rates of one programme with each other.
struct LadderCheck {
    let tracks: [Track]

    /// Where the boundaries of two renditions first differ by more than the containers' rounding.
    private func firstDifference(_ one: Track, _ other: Track) -> (index: Int, seconds: Double)? {
        let tolerance = one.tick + other.tick + one.claim.rounding + other.claim.rounding
        for (index, (first, second)) in zip(one.segments, other.segments).enumerated() {
            let difference = max(0, first.start) - max(0, second.start)
            if abs(difference) > tolerance { return (index, difference) }
        }
        return one.segments.count == other.segments.count ? nil : (min(one.segments.count, other.segments.count), 0)
    }

    /// @segmentAlignment promises that segments of the same number begin together (ISO/IEC 23009-1 §5.3.3.2).
    func dash(at place: Finding.Place, _ findings: inout Findings) {
        for track in tracks.dropFirst() where tracks[0].isWhole && track.isWhole {
            guard let (index, _) = firstDifference(tracks[0], track) else { continue }
            let message =
                "segment \(index + 1) of \"\(track.claim.name)\" does not begin with that of \"\(tracks[0].claim.name)\""
            findings.add(.dashAlignmentFalse, at: place, message)
        }
    }

    /// Variants present the same content on the same time line (RFC 8216 §6.2.4).
    func hls(_ findings: inout Findings) {
        guard let first = tracks.first else { return }
        for track in tracks.dropFirst() {
            if track.claim.targetDuration != first.claim.targetDuration {
                let message = "the target duration of \(track.claim.name) is not that of \(first.claim.name)"
                findings.add(.hlsTargetDurationsDiffer, at: track.claim.place, message)
            }
            guard track.isWhole, first.isWhole else { continue }
            if track.header.codecs == first.header.codecs, let (index, _) = firstDifference(first, track) {
                let message = "segment \(index + 1) does not begin with that of \(first.claim.name)"
                findings.add(.hlsSegmentsMisaligned, at: track.claim.place, message)
            }
            let lengths = [first, track].map { $0.segments.last?.end ?? 0 }
            if abs(lengths[0] - lengths[1]) > 0.5 {
                let message = "it lasts \(rounded(lengths[1])) s, \(first.claim.name) \(rounded(lengths[0])) s"
                findings.add(.hlsContentDiffers, at: track.claim.place, message)
            }
        }
    }
}
