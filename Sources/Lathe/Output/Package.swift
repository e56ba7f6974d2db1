public import LatheMedia

/// A finished package as `package.json` describes it (schema `lathe-package/1`).
///
/// Everything in it follows from the master, the preset and the version of Lathe: no clock, host or absolute path.
/// Paths are relative to the folder of `package.json`, with `/` between their parts.
public struct Package: Sendable, Equatable, Codable {
    /// The value of `schema` that this version writes and reads.
    public static let currentSchema = "lathe-package/1"
    /// Where the description of a package lies in it.
    public static let documentPath = "package.json"

    /// `currentSchema`; a document of another is refused.
    public var schema: String
    /// The version of Lathe that made it.
    public var version: String
    /// How media lie in files.
    public var layout: Layout
    /// What it was made from.
    public var master: Master
    /// All of the preset that it was made by, not its name alone.
    public var preset: Preset
    /// Of the master; all nil where nothing was decoded.
    public var loudness: Loudness
    /// What a listener or label should know: a clamped bit rate, a downmix, samples repaired.
    public var notes: [String]
    /// Entry points of HLS and DASH; a player needs one.
    public var manifests: [Manifest]
    /// In the preset's order.
    public var renditions: [Rendition]
    /// Every file of the package but `package.json` itself, by path.
    public var files: [File]

    /// What the package was made from; of several files packaged as they are, the first.
    public struct Master: Sendable, Equatable, Codable {
        /// `flac`, `wav`, `aiff`, …
        public var container: String
        /// `flac`, `pcm_s24le`, …
        public var codec: String
        /// Hz.
        public var sampleRate: Int
        /// Channels of the master, before any downmix.
        public var channels: Int
        /// 0 for lossy audio, which has none.
        public var bitsPerSample: Int
        /// Samples per channel.
        public var samples: Int
        /// Size of its file.
        public var bytes: Int
        /// Of its file.
        public var sha256: SHA256Digest
        /// What proved that the decoded samples are the master's own.
        public var integrity: MasterIntegrity
        /// What it says of its music.
        public var tags: MasterTags
    }

    /// Measured on the master by EBU R 128 and ITU-R BS.1770-4. Nil where the programme is too quiet or too short.
    public struct Loudness: Sendable, Equatable, Codable {
        /// Integrated loudness, LUFS.
        public var integrated: Double?
        /// Loudness range (EBU Tech 3342), LU.
        public var range: Double?
        /// Largest true peak of all channels, dBTP.
        public var truePeak: Double?
    }

    /// An entry point for players.
    public struct Manifest: Sendable, Equatable, Codable {
        /// The kinds of manifest.
        public enum Format: String, Sendable, Codable {
            /// A multivariant playlist, RFC 8216 §4.3.4.
            case hls
            /// A media presentation description, ISO/IEC 23009-1 §5.
            case dash
        }
        /// Relative to the package.
        public var path: String
        /// Which players it is for.
        public var format: Format
        /// Ids of the renditions that it offers.
        public var renditions: [String]
    }

    /// One encoding of the master.
    public struct Rendition: Sendable, Equatable, Codable {
        /// `aac-96`.
        public var id: String
        /// What it is coded with.
        public var codec: Codec
        /// RFC 6381: `mp4a.40.2`.
        public var codecs: String
        /// Hz.
        public var sampleRate: Int
        /// Channels after any downmix.
        public var channels: Int
        /// What the encoder was asked for, after clamping.
        public var nominalBitsPerSecond: Int
        /// Of all segments, containers included.
        public var averageBitsPerSecond: Int
        /// Largest over any run of segments that lasts 0.5 to 1.5 target durations (RFC 8216 §4.1).
        public var peakBitsPerSecond: Int
        /// Samples per channel at `sampleRate`: the programme, without priming and padding.
        public var samples: Int
        /// Samples that a decoder yields before the programme.
        public var primingSamples: Int
        /// Samples that a decoder yields after it.
        public var paddingSamples: Int
        /// The file with the init segment, where the container has one.
        public var initSegment: String?
        /// Where in that file it lies; nil: it is all of it.
        public var initRange: ByteRange?
        /// Where in that file the index of its segments lies, `sidx` or Cues; nil where there is none.
        public var indexRange: ByteRange?
        /// The HLS media playlist, where the codec has one.
        public var playlist: String?
        /// The whole rendition in one file, where the codec has one.
        public var progressive: String?
        /// How many segments cannot be decoded without the one before, where there are any: the bit reservoir of an MP3
        /// that was packaged as it is crosses their borders.
        public var dependentSegments: Int?
        /// In order and without gaps: together they last `samples`.
        public var segments: [Segment]
    }

    /// One media segment.
    public struct Segment: Sendable, Equatable, Codable {
        /// The file that it lies in.
        public var path: String
        /// Its first byte in that file; nil: it is all of it.
        public var offset: Int?
        /// First sample on the programme's timeline.
        public var start: Int
        /// Samples per channel.
        public var samples: Int
        /// Its size, without an init segment.
        public var bytes: Int
        /// Of the segment's own bytes.
        public var sha256: SHA256Digest
    }

    /// A part of a file.
    public struct ByteRange: Sendable, Equatable, Codable {
        /// The first byte, counted from 0.
        public var offset: Int
        /// How many bytes it has.
        public var bytes: Int
    }

    /// A file of the package.
    public struct File: Sendable, Equatable, Codable {
        /// Relative to the package.
        public var path: String
        /// Its size.
        public var bytes: Int
        /// Of all its bytes.
        public var sha256: SHA256Digest
    }
}
