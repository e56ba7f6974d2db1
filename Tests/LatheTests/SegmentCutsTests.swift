internal import LathePackaging
internal import Testing

@testable internal import Lathe

struct SegmentCutsTests {
    private func cuts(length: Int?) -> SegmentCuts {
        SegmentCuts(timeline: Timeline(sampleRate: 44_100, segmentDuration: 4, length: length))
    }

    @Test("A known length is cut as the timeline says; the last segment has no end of its own")
    func knownLength() {
        let cuts = cuts(length: 2 * 175_104 + 100_000)
        #expect(cuts.end(ofSegment: 0) == 175_104)
        #expect(cuts.end(ofSegment: 1) == 350_208)
        #expect(cuts.end(ofSegment: 2) == nil)
        #expect(cuts.targetDuration == 4)
    }

    @Test(
        "A length learnt on the way joins only a remainder shorter than the grid",
        arguments: [(350_208, nil), (350_208 + 9215, nil), (350_208 + 9216, 350_208)] as [(Int, Int?)])
    func learntLength(length: Int, end: Int?) {
        var cuts = cuts(length: nil)
        #expect(cuts.end(ofSegment: 1) == 350_208)
        cuts.learn(length: length)
        #expect(cuts.end(ofSegment: 1) == end)
    }

    @Test("A target duration given before the length is known holds whatever comes", arguments: [2.0, 2.3, 4, 5.3, 10])
    func targetDuration(seconds: Double) {
        let cuts = SegmentCuts(timeline: Timeline(sampleRate: 44_100, segmentDuration: seconds, length: nil))
        let longest = Double(cuts.timeline.segmentLength + 9215) / 44_100
        #expect(Int(longest.rounded()) <= cuts.targetDuration)
    }
}
