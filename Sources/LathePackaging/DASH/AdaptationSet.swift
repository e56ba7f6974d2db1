extension MPD {
    /// Representations of the same sound that a player may switch between (ISO/IEC 23009-1 §5.3.3).
    public struct AdaptationSet: Sendable, Equatable {
        /// Unique in the Period.
        public var id: Int
        /// `audio/mp4`, `audio/webm`.
        public var mimeType: String
        /// RFC 5646; nil where there is none to name.
        public var language: String?
        /// Channels of every representation.
        public var channelCount: Int
        /// Whether segments of all representations begin and end at the same instants.
        public var isSegmentAligned: Bool
        /// The bit rates, lowest first.
        public var representations: [Representation]

        /// Describes a set.
        public init(
            id: Int, mimeType: String, language: String? = nil, channelCount: Int, isSegmentAligned: Bool,
            representations: [Representation]
        ) {
            self.id = id
            self.mimeType = mimeType
            self.language = language
            self.channelCount = channelCount
            self.isSegmentAligned = isSegmentAligned
            self.representations = representations
        }
    }

    /// One bit rate (ISO/IEC 23009-1 §5.3.5).
    public struct Representation: Sendable, Equatable {
        /// Unique in the Period, without white space.
        public var id: String
        /// Bits per second that never starve a client: the measured peak.
        public var bandwidth: Int
        /// RFC 6381.
        public var codecs: String
        /// Samples per second.
        public var sampleRate: Int
        /// Its segments.
        public var segments: Segments

        /// Describes a representation.
        public init(
            id: String, bandwidth: Int, codecs: String, sampleRate: Int, segments: Segments
        ) {
            self.id = id
            self.bandwidth = bandwidth
            self.codecs = codecs
            self.sampleRate = sampleRate
            self.segments = segments
        }
    }

    /// How segments are found.
    public enum Segments: Sendable, Equatable {
        /// Each is a file.
        case template(SegmentTemplate)
        /// All are in one file with an index.
        case base(SegmentBase)
    }
}

extension MPD.AdaptationSet {
    /// Children in the order of the schema: channels, Role, segments, representations.
    func write(to xml: inout XMLWriter) {
        xml.element(
            "AdaptationSet",
            [
                ("id", String(id)),
                ("contentType", "audio"),
                ("lang", language),
                ("mimeType", mimeType),
                (isIndexed ? "subsegmentAlignment" : "segmentAlignment", isSegmentAligned ? "true" : nil),
                (isIndexed ? "subsegmentStartsWithSAP" : "startWithSAP", "1"),
            ]
        ) { xml in
            writeChannels(to: &xml)
            xml.element("Role", [("schemeIdUri", "urn:mpeg:dash:role:2011"), ("value", "main")])
            for representation in representations { representation.write(to: &xml) }
        }
    }

    /// Whether what follows each other in time are parts of one segment, the file: then alignment and access points are
    /// stated of them (ISO/IEC 23009-1 §8.3.2).
    var isIndexed: Bool {
        representations.contains { if case .base = $0.segments { true } else { false } }
    }

    /// ChannelConfiguration of ISO/IEC 23091-3: 1 is mono, 2 is stereo. More channels have several layouts each, so
    /// nothing is claimed of them.
    private func writeChannels(to xml: inout XMLWriter) {
        guard 1...2 ~= channelCount else { return }
        xml.element(
            "AudioChannelConfiguration",
            [("schemeIdUri", "urn:mpeg:mpegB:cicp:ChannelConfiguration"), ("value", String(channelCount))])
    }
}

extension MPD.Representation {
    fileprivate func write(to xml: inout XMLWriter) {
        xml.element(
            "Representation",
            [
                ("id", id),
                ("bandwidth", String(bandwidth)),
                ("codecs", codecs),
                ("audioSamplingRate", String(sampleRate)),
            ]
        ) {
            segments.write(to: &$0)
        }
    }
}
