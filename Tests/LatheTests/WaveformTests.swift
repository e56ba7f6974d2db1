internal import Foundation
internal import LatheMedia
internal import Testing

@testable internal import Lathe

struct WaveformTests {
    private func block(_ samples: [Float]) -> PCMBlock {
        PCMBlock(sampleRate: 44_100, channelCount: 1, capacity: samples.count) { planes in
            for (index, sample) in samples.enumerated() { (planes[0] + index).initialize(to: sample) }
            return samples.count
        }
    }

    @Test("Bins hold the lowest and highest sample of their stretch")
    func bins() {
        var waveform = Waveform()
        waveform.add(block((0..<40).map { $0 < 32 ? Float($0) / 32 : -0.25 }))
        waveform.finish()
        #expect(waveform.bins == [.init(low: 0, high: 31.0 / 32), .init(low: -0.25, high: 0)])
    }

    @Test("Any length makes at most 2,047 bins that cover all of it", arguments: [1, 65_535, 65_536, 1_000_000])
    func size(sampleCount: Int) {
        var waveform = Waveform()
        var samples = Array(repeating: Float(0), count: sampleCount)
        samples[sampleCount - 1] = 0.5
        for start in stride(from: 0, to: sampleCount, by: 4099) {
            waveform.add(block(Array(samples[start..<min(sampleCount, start + 4099)])))
        }
        waveform.finish()
        #expect(waveform.bins.count < Waveform.mostBins)
        #expect(waveform.bins.count == (sampleCount + waveform.samplesPerBin - 1) / waveform.samplesPerBin)
        #expect(waveform.bins.last?.high == 0.5)
    }

    @Test("The document is what audiowaveform's readers expect")
    func json() {
        var waveform = Waveform()
        waveform.add(block([0.5, -1]))
        waveform.finish()
        #expect(
            String(decoding: waveform.json(sampleRate: 44_100), as: UTF8.self) == """
                {"version":2,"channels":1,"sample_rate":44100,"samples_per_pixel":32,"bits":8,"length":1,"data":[-127,64]}

                """)
    }
}
