import LathePackaging
import Testing

@Suite("Bandwidth")
struct BandwidthTests {
    typealias Size = MediaSegmentSize

    @Test("Peak is the largest rate of a run that lasts 0.5 to 1.5 target durations")
    func peak() {
        // At 100 Hz and a target of 4 s, runs of 200 to 600 samples count. The last second alone has 800 bit/s but is
        // too short; with the segment before it: (100 + 300) × 8 bits in 5 s.
        let sizes = [Size(bytes: 200, samples: 400), Size(bytes: 300, samples: 400), Size(bytes: 100, samples: 100)]
        let bandwidth = Bandwidth(segments: sizes, sampleRate: 100, targetDuration: 4)
        #expect(bandwidth == Bandwidth(peak: 640, average: 534))
    }

    @Test("Both rates are rounded up")
    func roundedUp() {
        let sizes = [Size(bytes: 1, samples: 3)]
        #expect(
            Bandwidth(segments: sizes, sampleRate: 1, targetDuration: 3) == Bandwidth(peak: 3, average: 3))
    }

    @Test("The limits themselves count, with an odd number of half samples too")
    func limits() {
        let half = [Size(bytes: 30, samples: 20), Size(bytes: 20, samples: 40)]
        #expect(Bandwidth(segments: half, sampleRate: 10, targetDuration: 4).peak == 120)
        let odd = [Size(bytes: 30, samples: 1), Size(bytes: 20, samples: 4)]
        #expect(Bandwidth(segments: odd, sampleRate: 1, targetDuration: 3).peak == 40)
    }

    @Test("One segment too short for any run gives the whole; none give nothing")
    func degenerate() {
        let short = [Size(bytes: 1000, samples: 441)]
        #expect(
            Bandwidth(segments: short, sampleRate: 44_100, targetDuration: 4)
                == Bandwidth(peak: 800_000, average: 800_000))
        #expect(
            Bandwidth(segments: [], sampleRate: 44_100, targetDuration: 4) == Bandwidth(peak: 0, average: 0))
    }

    @Test("Agrees with the definition on any segments")
    func definition() {
        var generator = SeededGenerator(state: 3)
        for _ in 0..<200 {
            let sizes = (0..<Int.random(in: 1...12, using: &generator)).map { _ in
                Size(
                    bytes: .random(in: 0...90_000, using: &generator),
                    samples: .random(in: 1...200_000, using: &generator))
            }
            let measured = Bandwidth(segments: sizes, sampleRate: 44_100, targetDuration: 4)
            #expect(measured.peak == Self.peakByDefinition(sizes) ?? measured.average)
        }
    }

    private static func peakByDefinition(_ sizes: [Size]) -> Int? {
        var rates: [Int] = []
        for start in sizes.indices {
            for end in start..<sizes.count {
                let run = sizes[start...end]
                let samples = run.reduce(0) { $0 + $1.samples }
                guard (2 * 44_100...6 * 44_100).contains(samples) else { continue }
                rates.append((run.reduce(0) { $0 + $1.bytes } * 8 * 44_100 + samples - 1) / samples)
            }
        }
        return rates.max()
    }
}
