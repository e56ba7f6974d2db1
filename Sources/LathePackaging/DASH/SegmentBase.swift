extension MPD {
    /// One file with all segments and an index of them: BaseURL and SegmentBase (ISO/IEC 23009-1 §5.3.9.2).
    public struct SegmentBase: Sendable, Equatable {
        /// The file relative to the manifest: `aac/96.mp4`.
        public var uri: String
        /// Bytes of the init segment: Initialization@range.
        public var initialization: Range<Int>
        /// Bytes of the index, `sidx` or Cues: SegmentBase@indexRange.
        public var index: Range<Int>
        /// Units per second of the index: the sample rate.
        public var timescale: Int
        /// In units of the timescale.
        public var longestSegment: Int

        /// Describes a file; no range is empty.
        public init(
            uri: String, initialization: Range<Int>, index: Range<Int>, timescale: Int, longestSegment: Int
        ) {
            self.uri = uri
            self.initialization = initialization
            self.index = index
            self.timescale = timescale
            self.longestSegment = longestSegment
        }
    }
}

extension MPD.SegmentBase {
    func write(to xml: inout XMLWriter) {
        xml.element("BaseURL", text: uri)
        xml.element(
            "SegmentBase",
            [
                ("timescale", String(timescale)),
                ("indexRange", Self.byteRange(index)),
                ("indexRangeExact", "true"),
            ]
        ) {
            $0.element("Initialization", [("range", Self.byteRange(initialization))])
        }
    }

    /// First and last byte, as in HTTP (RFC 9110 §14.1.2).
    private static func byteRange(_ range: Range<Int>) -> String {
        "\(range.lowerBound)-\(range.upperBound - 1)"
    }
}

extension MPD.Segments {
    func write(to xml: inout XMLWriter) {
        switch self {
        case .template(let template): template.write(to: &xml)
        case .base(let base): base.write(to: &xml)
        }
    }

    /// The longest one in microseconds, rounded up.
    var longestDuration: Int {
        let (samples, timescale) =
            switch self {
            case .template(let template): (template.longestSegment, template.timescale)
            case .base(let base): (base.longestSegment, base.timescale)
            }
        return samples.scaledUp(by: microsecondsPerSecond, over: timescale)
    }
}
