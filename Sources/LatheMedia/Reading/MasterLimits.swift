/// How large a master may be; what exceeds a limit is refused with `MediaError.Code.limitExceeded` before work is done.
public struct MasterLimits: Sendable, Equatable {
    /// Size of the file in bytes.
    public var bytes: Int
    /// Playing time in seconds.
    public var duration: Int
    /// Channels.
    public var channels: Int
    /// Samples per second.
    public var sampleRate: Int
    /// Bytes of everything that is not audio: tags, pictures, cue sheets (padding not counted).
    public var metadataBytes: Int

    /// 2 GiB, 6 hours, 8 channels, 384 kHz, 10 MiB of tags and pictures, each changeable.
    public init(
        bytes: Int = 2 << 30, duration: Int = 6 * 3600, channels: Int = 8, sampleRate: Int = 384_000,
        metadataBytes: Int = 10 << 20
    ) {
        self.bytes = bytes
        self.duration = duration
        self.channels = channels
        self.sampleRate = sampleRate
        self.metadataBytes = metadataBytes
    }

    /// The limits that hold unless somebody sets others.
    public static let standard = MasterLimits()

    /// The longest run of samples allowed at a rate; no product overflows.
    func sampleCount(atRate rate: Int) -> Int {
        let (product, overflow) = duration.multipliedReportingOverflow(by: rate)
        return overflow ? Int.max : product
    }
}
