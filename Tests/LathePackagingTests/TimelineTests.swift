import LathePackaging
import Testing

@Suite("Timeline")
struct TimelineTests {
    @Test(
        "The nominal segment is the multiple of the grid nearest the target",
        arguments: [
            (rate: 44_100, target: 4.0, samples: 19 * 9216),
            (rate: 48_000, target: 4.0, samples: 21 * 9216),
            (rate: 48_000, target: 6.0, samples: 31 * 9216),
            (rate: 44_100, target: 2.0, samples: 10 * 9216),  // 9 would last 1.88 s
            (rate: 44_100, target: 10.0, samples: 47 * 9216),  // 48 would last 10.03 s
            (rate: 8000, target: 4.0, samples: 3 * 9216),
            (rate: 44_100, target: 0.1, samples: 10 * 9216),
            (rate: 44_100, target: .nan, samples: 10 * 9216),
            (rate: 44_100, target: .infinity, samples: 47 * 9216),
        ])
    func nominalLength(rate: Int, target: Double, samples: Int) {
        let timeline = Timeline(sampleRate: rate, segmentDuration: target, length: nil)
        #expect(timeline.segmentLength == samples)
    }

    @Test("A grid coarser than 10 s still gives segments of one grid unit")
    func coarseGrid() {
        let timeline = Timeline(sampleRate: 1000, segmentDuration: 4, length: 30_000, grid: 12_000)
        #expect(timeline.segmentLength == 12_000)
        #expect(timeline.ranges == [0..<12_000, 12_000..<24_000, 24_000..<30_000])
    }

    @Test(
        "The grid follows multiples of 44.1 and 48 kHz",
        arguments: [
            (8000, 9216), (44_100, 9216), (48_000, 9216), (64_000, 9216), (88_200, 18_432), (96_000, 18_432),
            (176_400, 36_864), (192_000, 36_864), (352_800, 73_728), (384_000, 73_728),
        ])
    func grid(rate: Int, grid: Int) {
        #expect(Timeline(sampleRate: rate, segmentDuration: 4, length: nil).grid == grid)
    }

    // One unit of the grid is one second here, and a segment is four.
    @Test(
        "The tail is never a splinter",
        arguments: [
            (length: 0, ends: []),
            (length: 1, ends: [1]),
            (length: 3999, ends: [3999]),
            (length: 4000, ends: [4000]),
            (length: 4499, ends: [4499]),  // rounds to 4 s: joined
            (length: 4500, ends: [2000, 4500]),  // 2.25 s is nearest 2
            (length: 5999, ends: [3000, 5999]),
            (length: 6000, ends: [4000, 6000]),  // half the target may stand alone
            (length: 8000, ends: [4000, 8000]),
            (length: 8100, ends: [4000, 8100]),
            (length: 9000, ends: [4000, 7000, 9000]),  // 4 s + 1 s: 2.5 rounds up to 3
        ])
    func tail(length: Int, ends: [Int]) {
        let timeline = Timeline(sampleRate: 1000, segmentDuration: 4, length: length, grid: 1000)
        #expect(timeline.ranges.map(\.upperBound) == ends)
        #expect(timeline.segmentCount == ends.count)
    }

    @Test(
        "A coarse grid allows half a nominal segment, and at last a long one",
        arguments: [
            (length: 4500, ends: [3000, 4500]),  // half of 3 s, though less than half of 4
            (length: 4400, ends: [4400]),  // 1.4 s is too little of anything
        ])
    func tailOnCoarseGrid(length: Int, ends: [Int]) {
        let timeline = Timeline(sampleRate: 1000, segmentDuration: 4, length: length, grid: 3000)
        #expect(timeline.segmentLength == 3000)
        #expect(timeline.ranges.map(\.upperBound) == ends)
    }

    @Test(
        "Target duration is the longest segment, rounded",
        arguments: [
            (length: Int?.none, seconds: 4), (1, 1), (1500, 2), (4499, 4), (4500, 3), (100_000, 4),
        ])
    func targetDuration(length: Int?, seconds: Int) {
        let timeline = Timeline(sampleRate: 1000, segmentDuration: 4, length: length, grid: 1000)
        #expect(timeline.targetDuration == seconds)
    }

    @Test("While the length is unknown, nothing is clamped")
    func unknownLength() {
        let timeline = Timeline(sampleRate: 44_100, segmentDuration: 4, length: nil)
        #expect(timeline.segmentCount == nil)
        #expect(timeline.range(ofSegment: 1_000_000) == 175_104_000_000..<175_104_175_104)
        #expect(timeline.segmentIndex(at: 175_104_000_000) == 1_000_000)
        #expect(timeline.segmentIndex(at: 175_103_999_999) == 999_999)
    }

    @Test("Samples past the end, an encoder's padding, belong to the last segment")
    func padding() {
        let timeline = Timeline(sampleRate: 1000, segmentDuration: 4, length: 9000, grid: 1000)
        #expect(timeline.segmentIndex(at: 9500) == 2)
        #expect(timeline.range(ofSegment: 3) == 9000..<9000)
        #expect(Timeline(sampleRate: 1000, segmentDuration: 4, length: 8000, grid: 1000).segmentIndex(at: 8001) == 1)
        #expect(Timeline(sampleRate: 1000, segmentDuration: 4, length: 0, grid: 1000).segmentIndex(at: 5) == 0)
    }

    @Test("Ten hours at 44.1 kHz do not drift by a sample")
    func tenHours() {
        let length = 10 * 3600 * 44_100
        let timeline = Timeline(sampleRate: 44_100, segmentDuration: 4, length: length)
        #expect(timeline.ranges.reduce(0) { $0 + $1.count } == length)
        #expect(timeline.range(ofSegment: 9000).lowerBound == 9000 * 175_104)
    }
}

@Suite("Timeline, for any programme")
struct TimelinePropertyTests {
    static let rates = [8000, 11_025, 16_000, 22_050, 32_000, 44_100, 48_000, 64_000, 88_200, 96_000, 192_000]

    @Test("Segments tile the programme, on the grid, without splinters", arguments: rates)
    func tiling(rate: Int) {
        var generator = SeededGenerator(state: UInt64(rate))
        for _ in 0..<400 {
            let target = Double.random(in: 2...10, using: &generator)
            let length = Int.random(in: 0...(40 * rate), using: &generator)
            let timeline = Timeline(sampleRate: rate, segmentDuration: target, length: length)
            expectTiling(timeline, length: length, target: target)
        }
    }

    private func expectTiling(_ timeline: Timeline, length: Int, target: Double) {
        let ranges = timeline.ranges
        var position = 0
        for (index, range) in ranges.enumerated() {
            #expect(range.lowerBound == position && !range.isEmpty)
            #expect(range.lowerBound.isMultiple(of: timeline.grid))
            #expect(timeline.segmentIndex(at: range.lowerBound) == index)
            #expect(timeline.segmentIndex(at: range.upperBound - 1) == index)
            #expect((2 * range.count + timeline.sampleRate) / (2 * timeline.sampleRate) <= timeline.targetDuration)
            position = range.upperBound
        }
        #expect(position == length)
        guard ranges.count > 1, let shortest = ranges.map(\.count).min() else { return }
        let allowed = min(target * Double(timeline.sampleRate), Double(timeline.segmentLength)) / 2
        #expect(Double(shortest) > allowed - 1)
    }

    @Test("Timelines of 48, 96 and 192 kHz cut the same programme at the same instants", arguments: [44_100, 48_000])
    func multiples(base: Int) {
        var generator = SeededGenerator(state: 7)
        for _ in 0..<300 {
            let target = Double.random(in: 2...10, using: &generator)
            let length = Int.random(in: 0...(30 * base), using: &generator)
            let cuts = [1, 2, 4].map { factor in
                Timeline(sampleRate: factor * base, segmentDuration: target, length: factor * length)
                    .ranges.map { $0.upperBound / factor }
            }
            #expect(cuts[0] == cuts[1] && cuts[1] == cuts[2])
        }
    }
}

extension Timeline {
    fileprivate var ranges: [Range<Int>] { (0..<(segmentCount ?? 0)).map(range(ofSegment:)) }
}
