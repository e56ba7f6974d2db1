/// An ID3v2.4 tag (id3.org, ID3 tag version 2.4.0).
///
/// It opens each packed MP3 segment of HLS with its time (RFC 8216 §3.4), and a progressive MP3 file with what the
/// music is.
public struct ID3Tag: Sendable, Equatable {
    /// One frame of a tag.
    public enum Frame: Sendable, Equatable {
        /// PRIV of `com.apple.streaming.transportStreamTimestamp`: the first frame's time in 90 kHz ticks, of which
        /// 33 bits count, as in an MPEG-2 transport stream (RFC 8216 §3.4).
        case transportStreamTimestamp(Int)
        /// A text frame in UTF-8. NULs, which would separate values, are left out.
        case text(TextField, String)
    }

    /// Text frames by what they hold; the raw value is the frame's identifier.
    public enum TextField: String, Sendable, CaseIterable {
        /// The piece.
        case title = "TIT2"
        /// Who performs it.
        case artist = "TPE1"
        /// The release that it is on.
        case album = "TALB"
        /// When it was recorded: `2024`, `2024-05`, `2024-05-17`.
        case date = "TDRC"
        /// `3` or `3/12`.
        case track = "TRCK"
        /// International Standard Recording Code, 12 characters.
        case isrc = "TSRC"
    }

    /// In the order in which they are written.
    public var frames: [Frame]

    /// A tag with these frames.
    public init(frames: [Frame]) {
        self.frames = frames
    }

    /// Samples on the 90 kHz clock of MPEG-2: the nearest tick, modulo 2³³.
    ///
    /// Exact for any count of samples that lasts less than 3 million years.
    public static func timestamp(samples: Int, sampleRate: Int) -> Int {
        samples.scaled(by: 90_000, over: sampleRate) & timestampMask
    }

    /// The tag's bytes: nothing at all if it has no frames, as an empty tag is not allowed.
    public func encoded() -> [UInt8] {
        let body = frames.flatMap(\.encoded)
        guard !body.isEmpty else { return [] }
        return Array("ID3".utf8) + [4, 0, 0] + synchsafe(body.count) + body
    }

    fileprivate static let timestampMask = 1 << 33 - 1
}

extension ID3Tag.Frame {
    fileprivate var encoded: [UInt8] {
        switch self {
        case .transportStreamTimestamp(let ticks):
            let owner = Array("com.apple.streaming.transportStreamTimestamp\0".utf8)
            return frame("PRIV", owner + bigEndian(UInt64(ticks & ID3Tag.timestampMask)))
        case .text(let field, let text):
            let utf8: UInt8 = 3
            return frame(field.rawValue, [utf8] + text.utf8.filter { $0 != 0 })
        }
    }

    private func frame(_ identifier: String, _ contents: [UInt8]) -> [UInt8] {
        Array(identifier.utf8) + synchsafe(contents.count) + [0, 0] + contents
    }

    private func bigEndian(_ value: UInt64) -> [UInt8] {
        withUnsafeBytes(of: value.bigEndian) { Array($0) }
    }
}

/// 28 bits in four bytes whose top bits are 0 (ID3v2.4 §6.2).
private func synchsafe(_ size: Int) -> [UInt8] {
    [21, 14, 7, 0].map { UInt8(size >> $0 & 0x7F) }
}
