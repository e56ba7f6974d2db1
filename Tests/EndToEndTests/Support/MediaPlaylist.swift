internal import Foundation

/// A media playlist of HLS, read here without Lathe's own writer.
struct MediaPlaylist: Equatable {
    struct Malformed: Error { let line: String }

    private(set) var version = 0
    private(set) var targetDuration = 0
    private(set) var type = ""
    private(set) var isEnded = false
    private(set) var map: String?
    private(set) var segments: [Segment] = []

    struct Segment: Equatable {
        let uri: String
        /// EXTINF in whole microseconds.
        let microseconds: Int
    }

    init(_ text: String) throws {
        guard text.hasPrefix("#EXTM3U\n"), text.hasSuffix("\n") else { throw Malformed(line: text) }
        var pending: Int?
        for line in text.split(separator: "\n").map(String.init) {
            if let duration = line.value(of: "#EXTINF:") {
                pending = try Self.microseconds(duration)
            } else if !line.hasPrefix("#") {
                guard let duration = pending else { throw Malformed(line: line) }
                segments.append(Segment(uri: line, microseconds: duration))
                pending = nil
            } else {
                take(line)
            }
        }
        guard pending == nil else { throw Malformed(line: "the last EXTINF") }
    }

    private mutating func take(_ line: String) {
        if let value = line.value(of: "#EXT-X-VERSION:") { version = Int(value) ?? 0 }
        if let value = line.value(of: "#EXT-X-TARGETDURATION:") { targetDuration = Int(value) ?? 0 }
        if let value = line.value(of: "#EXT-X-PLAYLIST-TYPE:") { type = value }
        if let value = line.value(of: "#EXT-X-MAP:URI=") { map = value.trimmingCharacters(in: ["\""]) }
        if line == "#EXT-X-ENDLIST" { isEnded = true }
    }

    private static func microseconds(_ text: String) throws -> Int {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard text.hasSuffix(","), parts.count == 2, parts[1].count == 7, let whole = Int(parts[0]),
            let fraction = Int(parts[1].dropLast())
        else { throw Malformed(line: text) }
        return whole * 1_000_000 + fraction
    }

    /// All files that it names.
    var uris: [String] { (map.map { [$0] } ?? []) + segments.map(\.uri) }
}

/// A multivariant playlist of HLS.
struct MultivariantPlaylist {
    struct Variant: Equatable {
        let uri: String
        let bandwidth: Int
        let averageBandwidth: Int
    }

    let variants: [Variant]

    init(_ text: String) throws {
        var variants: [Variant] = []
        var pending: (Int, Int)?
        for line in text.split(separator: "\n").map(String.init) {
            if let attributes = line.value(of: "#EXT-X-STREAM-INF:") {
                let pairs = attributes.split(separator: ",").map { $0.split(separator: "=", maxSplits: 1) }
                func number(_ name: String) -> Int? {
                    pairs.first { $0[0] == name }.flatMap { Int($0[1]) }
                }
                guard let peak = number("BANDWIDTH"), let average = number("AVERAGE-BANDWIDTH") else {
                    throw MediaPlaylist.Malformed(line: line)
                }
                pending = (peak, average)
            } else if !line.hasPrefix("#") {
                guard let rates = pending else { throw MediaPlaylist.Malformed(line: line) }
                variants.append(Variant(uri: line, bandwidth: rates.0, averageBandwidth: rates.1))
                pending = nil
            }
        }
        self.variants = variants
    }
}

extension String {
    /// What follows a prefix.
    func value(of tag: String) -> String? { hasPrefix(tag) ? String(dropFirst(tag.count)) : nil }
}
