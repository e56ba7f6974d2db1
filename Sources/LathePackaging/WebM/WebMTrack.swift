/// One audio rendition in WebM (RFC 9559, WebM Container Guidelines): an init segment, published first and never
/// rewritten, and one Cluster per media segment.
public struct WebMTrack: Sendable, Equatable {
    /// What the blocks are coded with.
    public enum Codec: Sendable, Equatable {
        /// Vorbis. Samples before the programme do not exist: its first packet decodes to nothing.
        case vorbis
        /// Opus, of which decoders drop the first `preSkip` samples at 48 kHz (RFC 7845 §4.2).
        case opus(preSkip: Int)
    }

    /// What the blocks are coded with.
    public var codec: Codec
    /// What the decoder needs first: laced headers of Vorbis, the identification header of Opus.
    public var codecPrivate: [UInt8]
    /// Samples per second.
    public var sampleRate: Int
    /// Channels that a decoder yields.
    public var channelCount: Int
    /// Samples of the programme; nil while unknown.
    public var length: Int?

    /// Describes a rendition.
    public init(
        codec: Codec = .vorbis, codecPrivate: [UInt8], sampleRate: Int, channelCount: Int, length: Int? = nil
    ) {
        self.codec = codec
        self.codecPrivate = codecPrivate
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.length = length
    }

    /// CodecPrivate of Vorbis: the three headers in Xiph lacing, the last one's size left to be found
    /// (Matroska codec specifications, A_VORBIS).
    public static func vorbisCodecPrivate(identification: [UInt8], comment: [UInt8], setup: [UInt8]) -> [UInt8] {
        let packetCountLessOne: [UInt8] = [2]
        return packetCountLessOne + xiphSize(identification.count) + xiphSize(comment.count)
            + identification + comment + setup
    }

    /// As many bytes of 255 as fit, then the rest.
    private static func xiphSize(_ size: Int) -> [UInt8] {
        Array(repeating: 255, count: size / 255) + [UInt8(size % 255)]
    }

    /// The only track's number in blocks.
    static let trackNumber = 1
}

/// One coded packet in a Cluster.
public struct WebMBlock: Sendable, Equatable {
    /// Its first sample on the programme's time line.
    public var start: Int
    /// Bytes of the packet.
    public var byteCount: Int

    /// Describes a packet.
    public init(start: Int, byteCount: Int) {
        self.start = start
        self.byteCount = byteCount
    }
}
