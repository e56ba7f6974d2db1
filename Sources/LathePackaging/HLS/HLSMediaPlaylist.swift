/// A part of a file, as EXT-X-BYTERANGE and EXT-X-MAP name it (RFC 8216 §4.3.2.2, §4.3.2.5).
public struct HLSByteRange: Sendable, Equatable {
    /// First byte.
    public var offset: Int
    /// Bytes.
    public var length: Int

    /// Names `length` bytes from `offset` on.
    public init(offset: Int, length: Int) {
        self.offset = offset
        self.length = length
    }

    var rendered: String { "\(length)@\(offset)" }
}

/// A media playlist (RFC 8216 §4.3.3) that grows segment by segment.
///
/// What is rendered of a segment stays rendered: appending costs the same for the first and the last, and rendering
/// formats only the header. While it grows it is an EVENT playlist; finished it is VOD and ends.
///
/// Durations are exact: each EXTINF is the difference of two positions on the programme's time line, both rounded to
/// the microsecond, so the sum of those printed is the length of the programme, rounded once.
public struct HLSMediaPlaylist: Sendable, Equatable {
    /// EXT-X-PLAYLIST-TYPE, RFC 8216 §4.3.3.5.
    public enum State: Sendable, Equatable {
        /// `EVENT`, without EXT-X-ENDLIST: segments may follow.
        case event
        /// `VOD`, with EXT-X-ENDLIST: complete.
        case vod
    }

    /// Whether segments may follow.
    public var state: State
    /// EXT-X-TARGETDURATION in seconds, RFC 8216 §4.3.3.1.
    public let targetDuration: Int
    /// Samples per second.
    public let sampleRate: Int
    /// The init segment, EXT-X-MAP; nil for packed audio.
    public let mapURI: String?
    /// Where in `mapURI` it lies; nil for all of it.
    public let mapByteRange: HLSByteRange?
    /// EXT-X-INDEPENDENT-SEGMENTS: each segment decodes without any other, RFC 8216 §4.3.5.1.
    public let segmentsAreIndependent: Bool
    /// Samples in all segments so far.
    public private(set) var length = 0

    private var body = ""
    private var hasByteRanges = false

    /// A playlist without segments.
    public init(
        targetDuration: Int, sampleRate: Int, mapURI: String? = nil, mapByteRange: HLSByteRange? = nil,
        state: State = .event, segmentsAreIndependent: Bool = true
    ) {
        self.targetDuration = targetDuration
        self.sampleRate = sampleRate
        self.mapURI = mapURI
        self.mapByteRange = mapByteRange
        self.state = state
        self.segmentsAreIndependent = segmentsAreIndependent
    }

    /// Adds the next media segment.
    ///
    /// - Parameters:
    ///   - uri: relative to the playlist.
    ///   - samples: samples that it presents.
    ///   - byteRange: where in `uri` it lies; nil for all of it.
    public mutating func append(uri: String, samples: Int, byteRange: HLSByteRange? = nil) {
        let start = microseconds(at: length)
        length += samples
        body += "#EXTINF:\(decimalSeconds(microseconds: microseconds(at: length) - start)),\n"
        if let byteRange {
            hasByteRanges = true
            body += "#EXT-X-BYTERANGE:\(byteRange.rendered)\n"
        }
        body += uri.playlistURI + "\n"
    }

    /// EXT-X-VERSION, RFC 8216 §7: 7 with an init segment, otherwise 4 with byte ranges, otherwise 3.
    public var version: Int {
        if mapURI != nil { return 7 }
        return hasByteRanges ? 4 : 3
    }

    /// The playlist as UTF-8 text, complete in itself at any time.
    public func rendered() -> String {
        header + body + (state == .vod ? "#EXT-X-ENDLIST\n" : "")
    }

    private var header: String {
        var header = """
            #EXTM3U
            #EXT-X-VERSION:\(version)
            #EXT-X-TARGETDURATION:\(targetDuration)
            #EXT-X-MEDIA-SEQUENCE:0
            #EXT-X-PLAYLIST-TYPE:\(state == .vod ? "VOD" : "EVENT")

            """
        if segmentsAreIndependent { header += "#EXT-X-INDEPENDENT-SEGMENTS\n" }
        if let mapURI {
            let range = mapByteRange.map { ",BYTERANGE=\"\($0.rendered)\"" } ?? ""
            header += "#EXT-X-MAP:URI=\"\(mapURI.playlistURI)\"\(range)\n"
        }
        return header
    }

    private func microseconds(at sample: Int) -> Int {
        sample.scaled(by: microsecondsPerSecond, over: sampleRate)
    }
}
