public import LatheDatabase

/// What there is to listen to: tracks, their revisions and renditions.
///
/// Its functions work inside a caller's transaction, so that a track, its job and the news of both appear together.
public struct Catalog: Sendable {
    public let database: Database

    /// - Parameter database: migrated with `Catalog.migrations`.
    public init(database: Database) { self.database = database }
}

/// A piece of music, whatever masters were delivered for it.
public struct Track: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    public let tenant: String
    public let title: String
    /// Where its masters come from; two tracks of a tenant never have the same.
    public let source: String
    /// The revision that is listened to; nil before the first is published.
    public let currentRevision: String?
}

/// A master's way to listeners: one delivery, made after one preset.
public struct Revision: Sendable, Equatable, Identifiable {
    /// A UUIDv7.
    public let id: String
    public let trackID: Track.ID
    /// Identifies the master's content.
    public let masterVersion: String
    public let presetName: String
    /// Identifies the preset's content.
    public let presetHash: String
    /// Where its package lies in the store; nil before it is published.
    public let prefix: String?
    /// Milliseconds since 1970.
    public let publishedAt: Int64?
    /// When a newer one took its place. Milliseconds since 1970.
    public let retiredAt: Int64?
}

/// What a package holds, as far as the catalogue must know without reading it.
public struct PublishedPackage: Sendable, Equatable {
    public struct Rendition: Sendable, Equatable {
        public var name: String
        public var codec: String
        public var bitsPerSecond: Int
        public var sampleRate: Int
        public var channels: Int
        /// Relative to the prefix.
        public var playlist: String?
        /// Relative to the prefix.
        public var progressive: String?

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
    public var bytes: Int
    /// Seconds.
    public var duration: Double
    /// Integrated, in LUFS; nil for silence.
    public var loudness: Double?
    /// dBTP; nil for silence.
    public var truePeak: Double?
    public var renditions: [Rendition]

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
