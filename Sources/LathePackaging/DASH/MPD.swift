/// A static media presentation description of one audio programme (ISO/IEC 23009-1 §5.2), in one Period.
///
/// All URIs are relative, so the same bytes serve every host.
public struct MPD: Sendable, Equatable {
    /// What a client has to understand, MPD@profiles (ISO/IEC 23009-1 §8).
    public enum Profile: String, Sendable, Equatable {
        /// ISO BMFF files, each with all its segments and an index.
        case isoffOnDemand = "urn:mpeg:dash:profile:isoff-on-demand:2011"
        /// ISO BMFF segments, each a file.
        case isoffLive = "urn:mpeg:dash:profile:isoff-live:2011"
        /// The same with CMAF tracks.
        case cmaf = "urn:mpeg:dash:profile:cmaf:2019"
        /// Anything that the standard allows, such as WebM.
        case full = "urn:mpeg:dash:profile:full:2011"
    }

    /// MPD@profiles.
    public var profiles: [Profile]
    /// Samples of the programme.
    public var length: Int
    /// Samples per second of `length`.
    public var sampleRate: Int
    /// One for each codec, in order of preference.
    public var adaptationSets: [AdaptationSet]

    /// Describes a programme.
    public init(
        profiles: [Profile] = [.isoffLive], length: Int, sampleRate: Int, adaptationSets: [AdaptationSet]
    ) {
        self.profiles = profiles
        self.length = length
        self.sampleRate = sampleRate
        self.adaptationSets = adaptationSets
    }

    /// The longest segment of any representation in microseconds, rounded up, so that no S@d exceeds it.
    private var maximumSegmentDuration: Int {
        adaptationSets.flatMap(\.representations).map(\.segments.longestDuration).max() ?? 0
    }

    /// Whether segments are parts of files, subsegments in DASH's words.
    private var isIndexed: Bool { adaptationSets.contains(where: \.isIndexed) }

    /// The document as UTF-8 text.
    ///
    /// `minBufferTime` is one segment: whoever receives @bandwidth, the largest rate of any run of segments, has each
    /// segment whole before the one before it ends.
    public func rendered() -> String {
        let longest = "PT" + decimalSeconds(microseconds: maximumSegmentDuration) + "S"
        let duration = length.scaled(by: microsecondsPerSecond, over: sampleRate)
        var xml = XMLWriter()
        xml.element(
            "MPD",
            [
                ("xmlns", "urn:mpeg:dash:schema:mpd:2011"),
                ("profiles", profiles.map(\.rawValue).joined(separator: ",")),
                ("type", "static"),
                ("mediaPresentationDuration", "PT" + decimalSeconds(microseconds: duration) + "S"),
                (isIndexed ? "maxSubsegmentDuration" : "maxSegmentDuration", longest),
                ("minBufferTime", longest),
            ]
        ) {
            // The manifest's own folder: what relative URIs mean anyway (ISO/IEC 23009-1 §5.6), but FFmpeg resolves
            // them against the working directory when it is given a relative path and no BaseURL.
            $0.element("BaseURL", text: "./")
            $0.element("Period", [("id", "0"), ("start", "PT0S")]) { xml in
                for set in adaptationSets { set.write(to: &xml) }
            }
        }
        return xml.text
    }
}
