/// A file of coded audio, read frame by frame and never decoded.
///
/// What it says of itself is known and checked once it is open. Used by one thread at a time.
public protocol CodedInput: AnyObject {
    /// The open file.
    var file: MasterFile { get }
    /// What it holds, as it says itself.
    var facts: CodedFacts { get }

    /// Lends the frames of the programme in order, from the first one on at each call.
    ///
    /// Throws `MediaError` with code `truncated`, `corrupt` or `io`, and what `body` throws.
    func forEachFrame(_ body: (CodedFrame) throws -> Void) throws
}

/// A coded frame or packet, lent.
public struct CodedFrame {
    /// Without a transport's header.
    public let bytes: UnsafeRawBufferPointer
    /// Samples per channel that a decoder yields for it.
    public let sampleCount: Int
}

/// What a coded file holds, as it says itself.
public struct CodedFacts: Sendable, Equatable {
    /// What the frames are coded with, and what their decoder needs first.
    public enum Coding: Sendable, Equatable {
        /// AAC-LC with its AudioSpecificConfig, ISO/IEC 14496-3 §1.6.2.1.
        case aac(audioSpecificConfig: [UInt8])
        /// MPEG-1/2 layer III.
        case mp3
        /// Vorbis with its three headers: identification, comments, codebooks.
        case vorbis(headers: [[UInt8]])
        /// FLAC with the 34 bytes of STREAMINFO, RFC 9639 §8.2.
        case flac(streamInfo: [UInt8], bitsPerSample: Int)
    }

    /// `mp4`, `adts`, `mp3`, `ogg` or `flac`.
    public var container: String
    /// What a decoder must be.
    public var coding: Coding
    /// Samples per second.
    public var sampleRate: Int
    /// As the decoder yields them.
    public var channelCount: Int
    /// Samples in every frame but perhaps the last; the most that one has where they differ.
    public var frameLength: Int
    /// Samples that a decoder yields before the programme.
    public var primingSamples: Int
    /// Samples of the programme.
    public var sampleCount: Int
    /// Bytes of all frames.
    public var codedBytes: Int
    /// What proves that the file is whole; MD5 only once all frames were read.
    public var integrity: MasterIntegrity
    /// What it says of its music.
    public var tags: MasterTags
    /// What the file leaves open and was assumed, each a clause for people.
    public var notes: [String]
}
