/// What every playlist must be as a text (RFC 8216 §4.1), and which of the two kinds it is.
struct PlaylistText {
    enum Kind { case media, multivariant }

    let path: String
    private(set) var lines: [PlaylistLine]
    let kind: Kind

    /// Tags that stand in one kind of playlist only (RFC 8216 §4.3.2-4).
    private static let multivariantTags: Set<String> = [
        "EXT-X-MEDIA", "EXT-X-STREAM-INF", "EXT-X-I-FRAME-STREAM-INF", "EXT-X-SESSION-DATA", "EXT-X-SESSION-KEY",
    ]
    private static let mediaTags: Set<String> = [
        "EXTINF", "EXT-X-BYTERANGE", "EXT-X-DISCONTINUITY", "EXT-X-KEY", "EXT-X-MAP", "EXT-X-PROGRAM-DATE-TIME",
        "EXT-X-DATERANGE", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE",
        "EXT-X-ENDLIST", "EXT-X-PLAYLIST-TYPE", "EXT-X-I-FRAMES-ONLY",
    ]
    /// Tags of which a playlist has at most one (RFC 8216 §4.3.1.1, §4.3.3, §4.3.5).
    private static let singleTags: Set<String> = [
        "EXTM3U", "EXT-X-VERSION", "EXT-X-TARGETDURATION", "EXT-X-MEDIA-SEQUENCE", "EXT-X-DISCONTINUITY-SEQUENCE",
        "EXT-X-ENDLIST", "EXT-X-PLAYLIST-TYPE", "EXT-X-I-FRAMES-ONLY", "EXT-X-INDEPENDENT-SEGMENTS", "EXT-X-START",
    ]

    /// - Returns: nil where the bytes are no playlist at all.
    init?(_ bytes: [UInt8], path: String, _ findings: inout Findings) {
        self.path = path
        let start = Finding.Place(path, line: 1)
        guard let text = String(validating: bytes, as: UTF8.self) else {
            findings.add(.hlsTextMalformed, at: start, "it is not UTF-8")
            return nil
        }
        if text.unicodeScalars.first == "\u{FEFF}" {
            findings.add(.hlsTextMalformed, at: start, "it begins with a byte order mark")
        }
        Self.checkControlCharacters(bytes, path, &findings)
        lines = PlaylistLine.lines(of: text)
        guard lines.first == PlaylistLine(number: 1, content: .tag("EXTM3U", nil)) else {
            findings.add(.hlsHeaderMissing, at: start, "the first line is not #EXTM3U")
            guard lines.contains(where: { $0.isTag(in: Self.mediaTags.union(Self.multivariantTags)) }) else {
                return nil
            }
            lines.removeAll { $0.content == .uri("\u{FEFF}#EXTM3U") }
            kind = lines.contains(where: { $0.isTag("EXT-X-STREAM-INF") }) ? .multivariant : .media
            return
        }
        kind = lines.contains { $0.isTag(in: Self.multivariantTags) } ? .multivariant : .media
        checkTags(&findings)
    }

    private static func checkControlCharacters(_ bytes: [UInt8], _ path: String, _ findings: inout Findings) {
        var line = 1
        for byte in bytes {
            if byte == 10 {
                line += 1
            } else if byte < 32 && byte != 13 || byte == 127 {
                findings.add(.hlsTextMalformed, at: .init(path, line: line), "it holds control character \(byte)")
            }
        }
    }

    private func checkTags(_ findings: inout Findings) {
        var counts: [String: Int] = [:]
        let foreign = kind == .media ? Self.multivariantTags : Self.mediaTags
        for line in lines {
            guard case .tag(let name, _) = line.content else { continue }
            counts[name, default: 0] += 1
            if Self.singleTags.contains(name), counts[name] == 2 {
                findings.add(.hlsTagRepeated, at: place(line), "#\(name) stands here a second time")
            }
            if foreign.contains(name) {
                let other = kind == .media ? "media" : "multivariant"
                findings.add(.hlsTagMisplaced, at: place(line), "#\(name) has no place in a \(other) playlist")
            }
        }
    }

    func place(_ line: PlaylistLine) -> Finding.Place { .init(path, line: line.number) }
}

extension PlaylistLine {
    func isTag(_ name: String) -> Bool {
        if case .tag(name, _) = content { return true }
        return false
    }

    func isTag(in names: Set<String>) -> Bool {
        if case .tag(let name, _) = content { return names.contains(name) }
        return false
    }
}
