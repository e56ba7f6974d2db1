/// A `sidx` (ISO/IEC 14496-12 §8.16.3).
struct SegmentIndex {
    struct Reference {
        let byteCount: Int
        let duration: Int
        /// To media, not to another index.
        let isMedia: Bool
        let startsWithSAP: Bool
    }

    let offset: Int
    let trackID: Int
    let timescale: Int
    /// Earliest presentation time.
    let start: Int
    /// The byte that the first reference begins at.
    let anchor: Int
    let references: [Reference]

    init?(_ box: Box) {
        guard box.type == "sidx", let full = box.full else { return nil }
        var rest = full.rest
        guard let trackID = rest.count(4), let timescale = rest.count(4), timescale > 0,
            let start = rest.count(full.width), let gap = rest.count(full.width), rest.skip(2),
            let count = rest.count(2)
        else { return nil }
        var references: [Reference] = []
        for _ in 0..<count {
            guard let size = rest.integer(4), let duration = rest.integer(4), let access = rest.integer(4) else {
                return nil
            }
            references.append(
                Reference(
                    byteCount: size & 0x7FFF_FFFF, duration: duration, isMedia: size >> 31 == 0,
                    startsWithSAP: access >> 31 == 1))
        }
        offset = box.offset
        self.trackID = trackID
        self.timescale = timescale
        self.start = start
        anchor = box.end + gap
        self.references = references
    }
}
