extension Timeline {
    /// What follows the segments of nominal length: nothing, one segment or two.
    ///
    /// A remainder of less than half the target does not stand alone. It joins the segment before it where the target
    /// duration allows; otherwise both are shared out again near the middle; where the grid is too coarse for that,
    /// half a nominal segment will do; and at last it joins all the same.
    struct Tail: Sendable, Equatable {
        /// Segments of nominal length before the tail.
        let regularCount: Int
        /// First sample of the tail.
        let start: Int
        /// Where its second segment begins, if it has one.
        let cut: Int?
        /// The end of the programme.
        let end: Int
        private let segmentLength: Int

        init(length: Int, segmentLength: Int, grid: Int, target: SegmentTarget) {
            let (whole, rest) = length.quotientAndRemainder(dividingBy: segmentLength)
            let sharesLast = whole > 0 && rest > 0 && !target.isAtLeastHalf(rest)
            regularCount = sharesLast ? whole - 1 : whole
            start = regularCount * segmentLength
            end = length
            self.segmentLength = segmentLength
            let offset =
                sharesLast
                ? Self.offsetOfCut(in: length - start, segmentLength: segmentLength, grid: grid, target: target) : nil
            cut = offset.map { [start] in start + $0 }
        }

        /// Where to cut the last nominal segment and its remainder in two; nil to leave them together.
        private static func offsetOfCut(
            in samples: Int, segmentLength: Int, grid: Int, target: SegmentTarget
        ) -> Int? {
            if target.roundedSeconds(samples) <= target.roundedSeconds(segmentLength) { return nil }
            let offset = samples.scaled(by: 1, over: 2 * grid) * grid
            let shorter = min(offset, samples - offset)
            return target.isAtLeastHalf(shorter) || 2 * shorter >= segmentLength ? offset : nil
        }
    }
}

extension Timeline.Tail {
    var segmentCount: Int {
        regularCount + (start < end ? 1 : 0) + (cut == nil ? 0 : 1)
    }

    var longestSegment: Int {
        max(regularCount > 0 ? segmentLength : 0, range(ofPart: 0).count, range(ofPart: 1).count)
    }

    /// The samples of the tail's first (0) or second (1) segment.
    func range(ofPart part: Int) -> Range<Int> {
        switch (part, cut) {
        case (0, let cut): start..<(cut ?? end)
        case (1, let cut?): cut..<end
        default: end..<end
        }
    }

    func segmentIndex(at sample: Int) -> Int {
        if let cut, sample >= cut { return regularCount + 1 }
        return start < end ? regularCount : max(0, regularCount - 1)
    }
}
