/// Reads a media playlist (RFC 8216 §4.3.2-3) as a claim about one rendition.
struct MediaPlaylistReader {
    private let text: PlaylistText
    private var claim: TrackClaim
    private var type: String?
    private var hasEnd = false
    private var isEncrypted = false

    private var version = 1
    /// The version that a feature needs, and who needs it (RFC 8216 §7).
    private var needed = (version: 1, because: "")
    private var isIFramesOnly = false

    private var pending = Pending()
    /// Behind the last byte range, by path: where one without an offset begins (RFC 8216 §4.3.2.2).
    private var rangeEnds: [String: Int] = [:]
    private var isAfterHole = false

    /// What stands before a URI and applies to it.
    private struct Pending {
        var duration: (seconds: Double, line: Int)?
        var range: (length: Int, offset: Int?)?
        var isDiscontinuous = false
    }

    /// - Returns: the claim; nil for what cannot be checked further.
    static func read(_ text: PlaylistText, _ findings: inout Findings) -> TrackClaim? {
        var reader = MediaPlaylistReader(text)
        for line in text.lines { reader.take(line, &findings) }
        reader.finish(&findings)
        return reader.isEncrypted ? nil : reader.claim
    }

    private init(_ text: PlaylistText) {
        self.text = text
        claim = TrackClaim(format: .hls, place: .init(text.path), name: text.path)
    }

    private mutating func take(_ line: PlaylistLine, _ findings: inout Findings) {
        switch line.content {
        case .uri(let uri): takeSegment(uri, line, &findings)
        case .tag(let name, let value): take(name, value ?? "", line, &findings)
        }
    }

    private mutating func take(_ name: String, _ value: String, _ line: PlaylistLine, _ findings: inout Findings) {
        switch name {
        case "EXT-X-VERSION": version = integer(value, name, line, &findings) ?? version
        case "EXT-X-TARGETDURATION": claim.targetDuration = integer(value, name, line, &findings)
        case "EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE": takeSequence(value, name, line, &findings)
        case "EXT-X-PLAYLIST-TYPE": takeType(value, line, &findings)
        case "EXT-X-ENDLIST": hasEnd = true
        case "EXT-X-INDEPENDENT-SEGMENTS": claim.claimsIndependence = true
        case "EXT-X-I-FRAMES-ONLY":
            isIFramesOnly = true
            need(4, "#EXT-X-I-FRAMES-ONLY")
        case "EXTINF": takeDuration(value, line, &findings)
        case "EXT-X-BYTERANGE": takeByteRange(value, line, &findings)
        case "EXT-X-DISCONTINUITY": pending.isDiscontinuous = true
        case "EXT-X-MAP": takeMap(value, line, &findings)
        case "EXT-X-KEY": takeKey(value, line, &findings)
        default: break
        }
    }

    private mutating func need(_ version: Int, _ feature: String) {
        if version > needed.version { needed = (version, feature) }
    }

    private func integer(
        _ value: String, _ name: String, _ line: PlaylistLine, _ findings: inout Findings
    ) -> Int? {
        if let number = decimalInteger(value) { return number }
        findings.add(.hlsTagMalformed, at: text.place(line), "#\(name) has the value \"\(value)\", which is no integer")
        return nil
    }

    private mutating func takeSequence(
        _ value: String, _ name: String, _ line: PlaylistLine, _ findings: inout Findings
    ) {
        _ = integer(value, name, line, &findings)
        if !claim.segments.isEmpty {
            findings.add(.hlsTagMisplaced, at: text.place(line), "#\(name) stands behind the first segment")
        }
    }

    private mutating func takeType(_ value: String, _ line: PlaylistLine, _ findings: inout Findings) {
        guard ["VOD", "EVENT"].contains(value) else {
            let message = "the playlist's type is \"\(value)\", neither VOD nor EVENT"
            return findings.add(.hlsTagMalformed, at: text.place(line), message)
        }
        type = value
    }

    private mutating func takeDuration(_ value: String, _ line: PlaylistLine, _ findings: inout Findings) {
        if pending.duration != nil { reportUnnamed(&findings) }
        let parts = value.split(separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
        if parts.count < 2 {
            findings.add(.hlsDurationMalformed, at: text.place(line), "\"#EXTINF:\(value)\" lacks its comma")
        }
        guard let first = parts.first, let seconds = decimalNumber(first) else {
            return findings.add(.hlsDurationMalformed, at: text.place(line), "\"#EXTINF:\(value)\" has no duration")
        }
        if first.contains(".") {
            need(3, "a duration with a fraction")
            let digits = first.split(separator: ".", omittingEmptySubsequences: false)[1].utf8.count
            claim.rounding = max(claim.rounding, Self.halfUnit(digits: digits))
        } else {
            claim.rounding = 0.5
        }
        pending.duration = (seconds, line.number)
    }

    /// What rounding to so many digits may change, and as much again for truncation.
    private static func halfUnit(digits: Int) -> Double {
        var unit = 1.0
        for _ in 0..<min(digits, 12) { unit /= 10 }
        return unit
    }

    private mutating func takeByteRange(_ value: String, _ line: PlaylistLine, _ findings: inout Findings) {
        need(4, "#EXT-X-BYTERANGE")
        guard let range = Self.byteRange(value) else {
            return findings.add(.hlsByteRangeInvalid, at: text.place(line), "\"\(value)\" is no byte range")
        }
        pending.range = range
    }

    /// `length[@offset]`.
    private static func byteRange(_ value: String) -> (length: Int, offset: Int?)? {
        let parts = value.split(separator: "@", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let length = decimalInteger(parts[0]) else { return nil }
        guard parts.count == 2 else { return (length, nil) }
        return decimalInteger(parts[1]).map { (length, $0) }
    }

    private mutating func takeMap(_ value: String, _ line: PlaylistLine, _ findings: inout Findings) {
        need(isIFramesOnly ? 5 : 6, "#EXT-X-MAP")
        let attributes = AttributeList(value)
        if let fault = attributes.fault {
            findings.add(.hlsTagMalformed, at: text.place(line), "#EXT-X-MAP: \(fault)")
        }
        guard let uri = attributes["URI"], attributes.quoted.contains("URI") else {
            return findings.add(.hlsTagMalformed, at: text.place(line), "#EXT-X-MAP has no URI in quotes")
        }
        guard let path = references.resolve(uri, at: text.place(line), &findings) else { return }
        var range: Range<Int>?
        if let written = attributes["BYTERANGE"] {
            guard let parsed = Self.byteRange(written) else {
                return findings.add(.hlsByteRangeInvalid, at: text.place(line), "\"\(written)\" is no byte range")
            }
            range = (parsed.offset ?? 0)..<(parsed.offset ?? 0) + parsed.length
        }
        claim.initialization = Location(path: path, range: range)
    }

    private mutating func takeKey(_ value: String, _ line: PlaylistLine, _ findings: inout Findings) {
        guard AttributeList(value)["METHOD"] != "NONE" else { return }
        isEncrypted = true
        findings.add(.contentNotChecked, at: text.place(line), "the segments are encrypted")
    }

    private mutating func takeSegment(_ uri: String, _ line: PlaylistLine, _ findings: inout Findings) {
        let count = claim.segments.count
        append(uri, line, &findings)
        pending = Pending()
        isAfterHole = claim.segments.count == count
        claim.hasHoles = claim.hasHoles || isAfterHole
    }

    private mutating func append(_ uri: String, _ line: PlaylistLine, _ findings: inout Findings) {
        guard claim.segments.count < Limits.segments else {
            return findings.add(.limitExceeded, at: text.place(line), "there are more than \(Limits.segments) segments")
        }
        guard let duration = pending.duration else {
            return findings.add(.hlsDurationMissing, at: text.place(line), "\(uri) has no #EXTINF before it")
        }
        checkAgainstTarget(duration.seconds, line: duration.line, &findings)
        guard let path = references.resolve(uri, at: text.place(line), &findings) else { return }
        var location = Location(path: path)
        if let range = pending.range {
            guard let start = range.offset ?? rangeEnds[path] else {
                let message = "the byte range of \(uri) has no offset, and none of that file precedes it"
                return findings.add(.hlsByteRangeInvalid, at: text.place(line), message)
            }
            guard start + range.length <= Limits.number else {
                let message = "the byte range of \(uri) ends beyond any file"
                return findings.add(.hlsByteRangeInvalid, at: text.place(line), message)
            }
            location.range = start..<start + range.length
            rangeEnds[path] = start + range.length
        }
        claim.segments.append(
            .init(
                location: location, place: text.place(line), duration: duration.seconds,
                isDiscontinuous: pending.isDiscontinuous || isAfterHole))
    }

    /// EXT-X-TARGETDURATION stands before all segments wherever it matters; where it does not, `finish` checks.
    private func checkAgainstTarget(_ seconds: Double, line: Int, _ findings: inout Findings) {
        guard let target = claim.targetDuration, seconds.rounded() > Double(target) else { return }
        findings.add(
            .hlsTargetDurationExceeded, at: .init(text.path, line: line),
            "a segment of \(seconds) s is longer than the target duration of \(target) s")
    }

    private mutating func reportUnnamed(_ findings: inout Findings) {
        guard let duration = pending.duration else { return }
        findings.add(.hlsSegmentMissing, at: .init(text.path, line: duration.line), "no URI follows this #EXTINF")
        pending.duration = nil
    }

    private var references: References { References(path: text.path) }

    private mutating func finish(_ findings: inout Findings) {
        reportUnnamed(&findings)
        let place = Finding.Place(text.path)
        if claim.targetDuration == nil {
            findings.add(.hlsTargetDurationMissing, at: place, "there is no #EXT-X-TARGETDURATION")
        }
        if version < needed.version {
            findings.add(
                .hlsVersionTooLow, at: place,
                "version \(version) does not have \(needed.because), which came with version \(needed.version)")
        }
        if claim.segments.isEmpty, !claim.hasHoles {
            findings.add(.hlsSegmentMissing, at: place, "it names no segments")
        }
        claim.isComplete = hasEnd
        guard !hasEnd else { return }
        if type == "VOD" {
            findings.add(.hlsEndMissing, at: place, "it is of type VOD, but does not end with #EXT-X-ENDLIST")
        } else {
            findings.add(.hlsOpen, at: place, "it has no #EXT-X-ENDLIST: segments may follow")
        }
    }
}
