/// What is made of a master: which renditions, cut how long, and how the master is prepared for them.
///
/// A preset is a commented JSON5 file; those in `Presets/` are embedded in the library.
public struct Preset: Sendable, Equatable, Codable {
    /// What becomes of masters with more than two channels.
    public enum Downmix: String, Sendable, Codable, CaseIterable {
        /// Folded to stereo with the coefficients of ITU-R BS.775-3, scaled so that nothing clips; LFE left out.
        case itu
        /// The master is rejected.
        case refuse
    }

    /// What it is called on the command line and in `package.json`.
    public var name: String
    /// One line for people.
    public var summary: String
    /// Target length of a segment in seconds, 2 to 10.
    public var segmentDuration: Double
    /// Masters above this rate, in Hz, are resampled to 44,100 or 48,000 Hz, whichever divides theirs.
    public var maximumSampleRate: Int
    /// What becomes of surround sound.
    public var downmix: Downmix
    /// The ladder, in the order of the multivariant playlists.
    public var renditions: [Rendition]

    /// A preset that is checked when it is used.
    public init(
        name: String, summary: String = "", segmentDuration: Double = 4, maximumSampleRate: Int = 48_000,
        downmix: Downmix = .itu, renditions: [Rendition]
    ) {
        self.name = name
        self.summary = summary
        self.segmentDuration = segmentDuration
        self.maximumSampleRate = maximumSampleRate
        self.downmix = downmix
        self.renditions = renditions
    }

    /// One encoding of the master.
    public struct Rendition: Sendable, Equatable, Codable {
        /// What it is coded with.
        public var codec: Codec
        /// Nominal bit rate in kbit/s; nil for FLAC, which has none. What the codec refuses is clamped, and the
        /// package says so.
        public var kilobitsPerSecond: Int?
        /// Options of the encoder by name; one that it does not know is an error.
        public var options: [String: String]

        /// `aac-96`, `flac`: unique in a preset.
        public var id: String { codec.rawValue + (kilobitsPerSecond.map { "-\($0)" } ?? "") }

        /// A rendition that is checked when its preset is used.
        public init(codec: Codec, kilobitsPerSecond: Int? = nil, options: [String: String] = [:]) {
            self.codec = codec
            self.kilobitsPerSecond = kilobitsPerSecond
            self.options = options
        }
    }
}

/// The codecs of renditions.
public enum Codec: String, Sendable, Codable, CaseIterable {
    /// AAC-LC (ISO/IEC 14496-3) in CMAF, for HLS and DASH.
    case aac
    /// MPEG-1/2 layer III (ISO/IEC 11172-3, 13818-3) in packed audio segments for HLS, and progressive.
    case mp3
    /// Vorbis I in WebM for DASH, and progressive Ogg.
    case vorbis
    /// FLAC (RFC 9639) in CMAF, for HLS and DASH: the master's own samples, rate and channels.
    case flac
    /// Opus (RFC 6716) in CMAF for HLS and DASH, and progressive Ogg; always at 48 kHz.
    case opus
}
