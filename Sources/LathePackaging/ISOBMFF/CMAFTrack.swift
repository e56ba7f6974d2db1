/// One audio rendition in CMAF (ISO/IEC 23000-19): an init segment, published first and never rewritten, and media
/// segments of one movie fragment each.
///
/// Media time and movie time count samples: both timescales are the sample rate. What an encoder puts before the
/// programme (priming) is in the first media segment and is cut away by an edit list, so presentation time is media
/// time less `primingSamples`, everywhere.
public struct CMAFTrack: Sendable, Equatable {
    /// What the samples are coded with.
    public enum Coding: Sendable, Equatable {
        /// AAC in `mp4a` (ISO/IEC 14496-14 §5.6).
        ///
        /// - audioSpecificConfig: ISO/IEC 14496-3 §1.6.2.1.
        /// - bitsPerSecond: what the encoder was asked for; announced as both average and maximum.
        case aac(audioSpecificConfig: [UInt8], bitsPerSecond: Int)
        /// FLAC in `fLaC` (Encapsulation of FLAC in ISO Base Media File Format).
        ///
        /// - streamInfo: the 34 bytes of STREAMINFO (RFC 9639 §8.2), without a block header.
        /// - bitsPerSample: of one channel.
        case flac(streamInfo: [UInt8], bitsPerSample: Int)
        /// Opus in `Opus` (Encapsulation of Opus in ISO Base Media File Format); the pre-skip is the track's priming.
        case opus
    }

    /// What the samples are coded with.
    public var coding: Coding
    /// Samples per second.
    public var sampleRate: Int
    /// Channels that a decoder yields.
    public var channelCount: Int
    /// Samples in every coded frame that says nothing else: 1024 for AAC, 960 for Opus.
    public var frameLength: Int
    /// Samples that a decoder yields before the programme.
    public var primingSamples: Int
    /// Samples of the programme, priming and padding not counted; nil while unknown.
    public var length: Int?

    /// Describes a rendition. Rates and counts are positive and fit 32 bits, the length 64.
    public init(
        coding: Coding, sampleRate: Int, channelCount: Int, frameLength: Int = 1024, primingSamples: Int = 0,
        length: Int? = nil
    ) {
        self.coding = coding
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.frameLength = frameLength
        self.primingSamples = primingSamples
        self.length = length
    }

    /// The only track's identifier.
    static let trackID = 1
}

/// One coded frame in a CMAF media segment.
public struct CMAFSample: Sendable, Equatable {
    /// Bytes of the coded frame.
    public var byteCount: Int
    /// Samples per channel that count; the last frame of a programme may count fewer than it decodes to.
    public var duration: Int

    /// Describes a frame.
    public init(byteCount: Int, duration: Int) {
        self.byteCount = byteCount
        self.duration = duration
    }
}
