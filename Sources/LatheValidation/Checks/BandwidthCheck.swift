/// Compares announced bit rates with measured ones.
enum BandwidthCheck {
    /// BANDWIDTH is the peak, AVERAGE-BANDWIDTH the average of all segments (RFC 8216 §4.3.4.2).
    ///
    /// - Parameter isProvisional: the package still grows, and both are upper bounds until it is complete.
    static func hls(_ track: Track, isProvisional: Bool, _ findings: inout Findings) {
        guard track.isWhole, let target = track.claim.targetDuration, let place = track.claim.variantPlace,
            let measured = track.measuredBandwidth(targetDuration: Double(target))
        else { return }
        // What the rounding of EXTINF may change: much, where a programme lasts a few samples.
        let doubt = track.claim.rounding / max(1e-9, track.segments.map(\.claim.duration).min() ?? 1)
        if let stated = track.claim.bandwidth.map(Double.init) {
            if stated < (0.999 - doubt) * measured.peak - 8 {
                findings.add(
                    .hlsBandwidthLow, at: place,
                    "BANDWIDTH is \(Int(stated)), the measured peak \(whole(measured.peak))")
            } else if !isProvisional, stated > (1.005 + doubt) * measured.peak + 8 {
                findings.add(
                    .hlsBandwidthHigh, at: place,
                    "BANDWIDTH is \(Int(stated)), the measured peak \(whole(measured.peak))")
            }
        }
        if !isProvisional, let stated = track.claim.averageBandwidth.map(Double.init),
            abs(stated - measured.average) > (0.005 + doubt) * measured.average + 8
        {
            findings.add(
                .hlsAverageBandwidthWrong, at: place,
                "AVERAGE-BANDWIDTH is \(Int(stated)), measured \(whole(measured.average))")
        }
    }

    /// Whoever receives @bandwidth bits per second and waits @minBufferTime never runs dry (ISO/IEC 23009-1 §5.3.5.4).
    static func dash(_ track: Track, bufferTime: Double?, _ findings: inout Findings) {
        guard track.isWhole, let stated = track.claim.bandwidth.map(Double.init), stated > 0,
            let measured = track.measuredBandwidth(targetDuration: track.segments.map(\.claim.duration).max() ?? 0)
        else { return }
        let shortage = Self.shortage(track, bitsPerSecond: stated)
        if shortage > (bufferTime ?? 0) + 0.001 {
            let message =
                "@bandwidth is \(Int(stated)): a client would have to buffer \(rounded(shortage)) s, "
                + "@minBufferTime is \(bufferTime ?? 0) s"
            findings.add(.dashBandwidthLow, at: track.claim.place, message)
        } else if stated < 0.999 * measured.average - 8 {
            let message = "@bandwidth is \(Int(stated)), less than the average of \(whole(measured.average))"
            findings.add(.dashBandwidthLow, at: track.claim.place, message)
        } else if stated > 1.1 * max(measured.greatest, measured.peak) + 8 {
            let message =
                "@bandwidth is \(Int(stated)), the measured peak \(whole(max(measured.greatest, measured.peak)))"
            findings.add(.dashBandwidthHigh, at: track.claim.place, message)
        }
    }

    /// The longest that delivery of any run of segments takes beyond the run's own duration.
    private static func shortage(_ track: Track, bitsPerSecond: Double) -> Double {
        var worst = 0.0
        var running = 0.0
        for segment in track.segments {
            running = max(0, running) + 8 * Double(segment.facts.byteCount) / bitsPerSecond - segment.claim.duration
            worst = max(worst, running)
        }
        return worst
    }

    private static func whole(_ value: Double) -> Int { Int(min(value.rounded(.up), 1e15)) }
}
