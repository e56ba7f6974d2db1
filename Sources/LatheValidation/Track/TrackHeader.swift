/// What an init segment, or the first frame of packed audio, says of a rendition.
struct TrackHeader: Equatable {
    enum Container: String { case isoBMFF = "ISO BMFF", webM = "WebM", packed = "packed audio" }

    enum Coding: Equatable {
        case aac(AudioSpecificConfig)
        case flac
        case opus
        case vorbis(VorbisModes)
        case mp3
        /// AAC in ADTS frames.
        case adts
        /// Something that Lathe does not know.
        case other
    }

    let container: Container
    let coding: Coding
    /// RFC 6381, as the bit stream has it.
    let codecs: String
    /// Hz; what a decoder yields.
    let sampleRate: Int
    let channelCount: Int
    /// Ticks per second of all times in segments.
    let timescale: Int
    /// Media time at which the presentation begins, by the edit list or CodecDelay, in ticks.
    var presentationStart = 0
    var hasEditList = false
    /// Seconds that the container announces; nil where it does not.
    var declaredDuration: Double?
    /// Samples a frame lasts where it does not say so itself.
    var frameLength: Int?
    /// Only of ISO BMFF.
    var fragmentDefaults = FragmentDefaults()
    /// Of the init segment; media segments of packed audio have none.
    var place = Finding.Place("")

    /// `tkhd` and `trex`.
    struct FragmentDefaults: Equatable {
        var trackID = 1
        var duration = 0
        var size = 0
        var flags = 0
        var hasRollGroup = false
    }

    var mimeType: String {
        switch container {
        case .isoBMFF: "audio/mp4"
        case .webM: "audio/webm"
        case .packed: "audio/mpeg"
        }
    }
}

/// What a media segment holds.
struct SegmentFacts: Equatable {
    var byteCount = 0
    /// Media time of its first frame in ticks; nil in packed audio.
    var start: Int?
    /// Ticks that its frames last, without what is dropped at the end.
    var duration = 0
    var frameCount = 0
    /// Duration of every frame but the last one, where all are alike, and of the last.
    var shortFrames = 0
    /// WebM: the time of the second block.
    var secondTime: Int?
    /// `mfhd`.
    var sequenceNumber: Int?
    /// `tfhd`, `tfdt` … begin here.
    var offset = 0
    /// 90 kHz time of the ID3 tag of packed audio.
    var timestamp: Int?
    /// Vorbis: block sizes of the first and last packet, whose neighbours lie in other segments.
    var edgeBlocks: EdgeBlocks?
    /// MP3: the first frame that needs main data of another segment.
    var borrowed: Borrowed?
    /// Earliest presentation time and duration that the segment's own `sidx` states, in ticks.
    var index: Index?

    struct Borrowed: Equatable {
        let offset: Int
        let byteCount: Int
    }

    struct EdgeBlocks: Equatable {
        let first: Int
        let last: Int
    }

    struct Index: Equatable {
        let start: Int
        let duration: Int
        let timescale: Int
        let offset: Int
    }

    var end: Int? { start.map { $0 + duration } }
}
