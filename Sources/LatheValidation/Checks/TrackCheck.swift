/// Compares what is claimed of one rendition with its media.
struct TrackCheck {
    let track: Track

    private var claim: TrackClaim { track.claim }
    private var header: TrackHeader { track.header }
    private var statementPlace: Finding.Place { claim.variantPlace ?? claim.place }

    func run(_ findings: inout Findings) {
        checkFormat(&findings)
        checkDurations(&findings)
        checkStarts(&findings)
        checkPriming(&findings)
        checkSequence(&findings)
        checkFrames(&findings)
        checkDeclaredDuration(&findings)
        checkIndependence(&findings)
        if header.container == .packed { checkTimestamps(&findings) }
    }

    // MARK: Format

    private func checkFormat(_ findings: inout Findings) {
        if let codecs = claim.codecs, !Self.agree(codecs, header.codecs) {
            let code: FindingCode = claim.format == .hls ? .hlsCodecsWrong : .dashCodecsWrong
            findings.add(code, at: statementPlace, "codecs are \"\(codecs)\", the media are \"\(header.codecs)\"")
        }
        if let rate = claim.sampleRate, rate != header.sampleRate, rate != 2 * header.sampleRate {
            findings.add(
                .dashSampleRateWrong, at: claim.place,
                "@audioSamplingRate is \(rate), the media have \(header.sampleRate)")
        }
        if let count = claim.channelCount, count != header.channelCount {
            findings.add(
                .dashChannelsWrong, at: claim.place,
                "\(count) channels are announced, the media have \(header.channelCount)")
        }
        if let type = claim.mimeType, type.split(separator: ";").first.map(String.init) != header.mimeType {
            findings.add(
                .dashMimeTypeWrong, at: claim.place, "@mimeType is \"\(type)\", the media are \(header.mimeType)")
        }
    }

    /// Names of the same codec: MP3 has several, and FLAC and Opus are spelt both ways.
    static func agree(_ claimed: String, _ actual: String) -> Bool {
        let names = claimed.split(separator: ",").map { String($0).trimmed.lowercased() }
        guard names.count == 1, let name = names.first else { return false }
        if actual == "mp4a.40.34" { return [actual, "mp4a.6b", "mp4a.69", "mp3"].contains(name) }
        if ["flac", "opus"].contains(actual.lowercased()) { return name == actual.lowercased() }
        return name == actual
    }

    // MARK: Time

    private func checkDurations(_ findings: inout Findings) {
        let tolerance = claim.rounding * 1.01 + track.tick + 0.000_000_1
        for (index, segment) in track.segments.enumerated() where segment.isPlaced {
            let excess = segment.presented - segment.claim.duration
            guard abs(excess) > tolerance else { continue }
            let isLast = index == track.segments.count - 1
            if header.container != .isoBMFF, isLast, excess > 0, excess < 4 * track.frame { continue }
            let isSmall = abs(excess) <= track.frame
            let code: FindingCode =
                claim.format == .hls
                ? (isSmall ? .hlsDurationInexact : .hlsDurationWrong)
                : (isSmall ? .dashTimeInexact : .dashDurationWrong)
            let message =
                "the segment is said to last \(rounded(segment.claim.duration)) s, it lasts \(rounded(segment.presented)) s"
            findings.add(code, at: segment.claim.place, message)
        }
    }

    private func checkStarts(_ findings: inout Findings) {
        let tolerance = claim.rounding * 1.01 + track.tick + 0.000_000_1
        for segment in track.segments where segment.isPlaced {
            guard let start = segment.claim.start else { continue }
            let actual = max(0, segment.start) - claim.timeOffset
            guard abs(start - actual) > tolerance else { continue }
            let message = "the segment is said to begin at \(rounded(start)) s, it begins at \(rounded(actual)) s"
            let isSmall = abs(start - actual) <= track.frame
            findings.add(isSmall ? .dashTimeInexact : .dashStartWrong, at: segment.claim.place, message)
        }
    }

    private func checkPriming(_ findings: inout Findings) {
        guard case .aac = header.coding, header.container == .isoBMFF, header.presentationStart <= 0,
            track.segments.first?.facts.start == 0
        else { return }
        findings.add(
            .editListMissing, at: header.place,
            "AAC begins with the encoder's priming, but no edit list cuts it away")
    }

    /// The sum of the fragments against `mehd` or Duration.
    private func checkDeclaredDuration(_ findings: inout Findings) {
        guard let declared = header.declaredDuration, declared > 0, track.isWhole, let last = track.segments.last
        else { return }
        let whole = last.end
        let editDelay = Double(header.presentationStart) / Double(header.timescale)
        // Both readings are in use: with and without what the edit list cuts away.
        let isRight = [whole, whole + editDelay].contains { abs($0 - declared) <= 2 * track.tick + 0.001 }
        guard !isRight else { return }
        findings.add(
            .declaredDurationWrong, at: header.place,
            "the header announces \(rounded(declared)) s, there are \(rounded(whole)) s")
    }

    // MARK: Structure

    private func checkSequence(_ findings: inout Findings) {
        var last: Int?
        for segment in track.segments {
            guard let number = segment.facts.sequenceNumber else { continue }
            if let last, number <= last {
                let place = Finding.Place(segment.claim.location.path, offset: segment.facts.offset)
                findings.add(.bmffSequenceNumber, at: place, "sequence_number is \(number), it was \(last) before")
            }
            last = number
        }
    }

    /// A promise that segments decode alone makes a crossing of the bit reservoir an error.
    private func checkIndependence(_ findings: inout Findings) {
        for segment in track.segments {
            guard let borrowed = segment.facts.borrowed else { continue }
            let code: FindingCode = claim.claimsIndependence ? .segmentNotIndependent : .mp3ReservoirCrosses
            let place = Finding.Place(segment.claim.location.path, offset: borrowed.offset)
            findings.add(code, at: place, "the frame needs \(borrowed.byteCount) bytes that lie in another segment")
        }
    }

    /// Only the very last frame may be cut short.
    private func checkFrames(_ findings: inout Findings) {
        for (index, segment) in track.segments.enumerated() where segment.facts.shortFrames > 0 {
            let isLast = index == track.segments.count - 1
            guard !isLast || segment.facts.shortFrames > 1 else { continue }
            let place = Finding.Place(segment.claim.location.path, offset: segment.facts.offset)
            findings.add(
                .bmffFrameShort, at: place, "\(segment.facts.shortFrames) frames do not last as long as they decode to")
        }
    }

    /// Times of packed audio count the frames before (RFC 8216 §3.4).
    private func checkTimestamps(_ findings: inout Findings) {
        guard let first = track.segments.first?.facts.timestamp else { return }
        for segment in track.segments where segment.isPlaced {
            guard let stated = segment.facts.timestamp else { continue }
            let expected = (first + nearest(segment.start * 90_000)) & (1 << 33 - 1)
            let distance = (stated - expected) & (1 << 33 - 1)
            guard min(distance, 1 << 33 - distance) > 2 else { continue }
            let place = Finding.Place(segment.claim.location.path, offset: 0)
            findings.add(
                .packedTimestampWrong, at: place, "the timestamp is \(stated), the frames before it make \(expected)")
        }
    }
}

/// The nearest integer; what is larger than anybody believes counts as that.
func nearest(_ value: Double) -> Int {
    let limit = Double(Limits.number)
    return value.isFinite ? Int(min(limit, max(-limit, value)).rounded()) : 0
}

/// Seconds for people, to the microsecond.
func rounded(_ seconds: Double) -> Double {
    (seconds * 1_000_000).rounded() / 1_000_000
}
