extension MPD {
    /// Numbered segments and when each begins: SegmentTemplate with a SegmentTimeline (ISO/IEC 23009-1 §5.3.9.4, §5.3.9.6).
    public struct SegmentTemplate: Sendable, Equatable {
        /// Segments that follow each other and last equally long: S.
        struct Run: Sendable, Equatable {
            let duration: Int
            var count: Int
        }

        /// Units per second of all times: the sample rate.
        public var timescale: Int
        /// The init segment relative to the manifest: `aac/96/init.mp4`.
        public var initialization: String
        /// Media segments relative to the manifest, numbered from 1: `aac/96/$Number%05d$.m4s`.
        public var media: String
        let runs: [Run]

        /// Describes segments.
        ///
        /// - Parameter durations: of all segments in order, in units of the timescale; the first begins at 0.
        public init(timescale: Int, initialization: String, media: String, durations: some Sequence<Int>) {
            self.timescale = timescale
            self.initialization = initialization
            self.media = media
            runs = durations.reduce(into: []) { runs, duration in
                if let last = runs.last, last.duration == duration {
                    runs[runs.count - 1].count += 1
                } else {
                    runs.append(Run(duration: duration, count: 1))
                }
            }
        }
    }
}

extension MPD.SegmentTemplate {
    var longestSegment: Int { runs.map(\.duration).max() ?? 0 }

    func write(to xml: inout XMLWriter) {
        xml.element(
            "SegmentTemplate",
            [
                ("timescale", String(timescale)),
                ("initialization", initialization),
                ("media", media),
                ("startNumber", "1"),
            ]
        ) {
            $0.element("SegmentTimeline") { xml in
                for (position, run) in runs.enumerated() {
                    xml.element(
                        "S",
                        [
                            ("t", position == 0 ? "0" : nil),
                            ("d", String(run.duration)),
                            ("r", run.count > 1 ? String(run.count - 1) : nil),
                        ])
                }
            }
        }
    }
}
