/// What a master is, as its own header says and Lathe has checked.
public struct MasterFacts: Sendable, Equatable {
    /// `flac`, `ogg`, `wav`, `rf64`, `bw64`, `w64`, `aiff` or `aifc`.
    public var container: String
    /// `flac`, or FFmpeg's name of the PCM variant: `pcm_s24le`.
    public var codec: String
    /// Samples per second.
    public var sampleRate: Int
    /// At least 1.
    public var channelCount: Int
    /// Which loudspeakers the channels are for, one bit each in the order of WAVEFORMATEXTENSIBLE's dwChannelMask, which
    /// is FFmpeg's native order too; the usual layout for `channelCount` where the file does not say.
    public var channelMask: UInt64
    /// Bits that carry sound, which may be fewer than the container stores.
    public var bitsPerSample: Int
    /// Samples are IEEE 754 numbers, not integers.
    public var isFloat: Bool
    /// Samples per channel; nil only for a FLAC file that does not say.
    public var sampleCount: Int?
    /// Size of the file.
    public var byteCount: Int
    /// What it says of its music.
    public var tags: MasterTags

    /// Describes a master.
    public init(
        container: String, codec: String, sampleRate: Int, channelCount: Int, channelMask: UInt64, bitsPerSample: Int,
        isFloat: Bool, sampleCount: Int?, byteCount: Int, tags: MasterTags
    ) {
        self.container = container
        self.codec = codec
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.channelMask = channelMask
        self.bitsPerSample = bitsPerSample
        self.isFloat = isFloat
        self.sampleCount = sampleCount
        self.byteCount = byteCount
        self.tags = tags
    }
}

/// What proved that the decoded samples are the master's own.
public enum MasterIntegrity: String, Sendable, Codable {
    /// The MD5 of all samples in FLAC's STREAMINFO.
    case md5
    /// The CRC of each FLAC frame; the file has no MD5.
    case crc
    /// The number of samples equals what the header declares.
    case length
    /// Nothing: the header does not say how much audio there is, and all that was found was taken.
    case none
}
