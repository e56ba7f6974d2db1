internal import LatheDatabase

/// What a package holds, as far as the catalogue must know without reading it.
public struct PublishedPackage: Sendable, Equatable {
    /// One encoding of the master.
    public struct Rendition: Sendable, Equatable {
        /// As the preset calls it.
        public var name: String
        /// As the preset spells it.
        public var codec: String
        /// On average.
        public var bitsPerSecond: Int
        /// In Hz.
        public var sampleRate: Int
        /// How many.
        public var channels: Int
        /// Relative to the prefix.
        public var playlist: String?
        /// Relative to the prefix.
        public var progressive: String?

        /// Describes a rendition.
        public init(
            name: String, codec: String, bitsPerSecond: Int, sampleRate: Int, channels: Int, playlist: String?,
            progressive: String?
        ) {
            self.name = name
            self.codec = codec
            self.bitsPerSecond = bitsPerSecond
            self.sampleRate = sampleRate
            self.channels = channels
            self.playlist = playlist
            self.progressive = progressive
        }
    }

    /// Where it lies in the store.
    public var prefix: String
    /// Of `package.json`, lower-case hexadecimal.
    public var sha256: String
    /// Of all its files.
    public var bytes: Int
    /// Seconds.
    public var duration: Double
    /// Integrated, in LUFS; nil for silence.
    public var loudness: Double?
    /// dBTP; nil for silence.
    public var truePeak: Double?
    /// In any order.
    public var renditions: [Rendition]

    /// Describes a package.
    public init(
        prefix: String, sha256: String, bytes: Int, duration: Double, loudness: Double?, truePeak: Double?,
        renditions: [Rendition]
    ) {
        self.prefix = prefix
        self.sha256 = sha256
        self.bytes = bytes
        self.duration = duration
        self.loudness = loudness
        self.truePeak = truePeak
        self.renditions = renditions
    }
}

extension PublishedPackage.Rendition {
    init(_ row: Row) throws {
        self.init(
            name: try row["rendition"], codec: try row["codec"], bitsPerSecond: try row["bits_per_second"],
            sampleRate: try row["sample_rate"], channels: try row["channels"], playlist: try row["playlist"],
            progressive: try row["progressive"])
    }
}
