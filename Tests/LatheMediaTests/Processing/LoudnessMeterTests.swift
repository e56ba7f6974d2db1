internal import Foundation
internal import LatheMedia
internal import Testing

struct LoudnessMeterTests {
    private func meter(channels: Int, mask: UInt64, seconds: Int = 10, amplitude: Double) throws -> LoudnessMeter {
        let meter = try LoudnessMeter(sampleRate: 48_000, channelCount: channels, channelMask: mask)
        for second in 0..<seconds {
            try meter.add(
                TestSignal.block(sampleRate: 48_000, channelCount: channels, sampleCount: 48_000) { _, index in
                    Float(amplitude * sin(2 * .pi * 1000 * Double(second * 48_000 + index) / 48_000))
                })
        }
        return meter
    }

    /// EBU Tech 3341, case 1: a stereo sine of 1 kHz at -23 dBFS measures -23.0 LUFS ±0.1.
    @Test("A 1 kHz tone at -23 dBFS in both channels measures -23 LUFS")
    func referenceTone() throws {
        let meter = try meter(channels: 2, mask: 3, amplitude: pow(10, -23.0 / 20))
        #expect(abs(try #require(meter.integrated) + 23) < 0.1)
        #expect(abs(try #require(meter.truePeak) + 23) < 0.2)
        #expect(abs(try #require(meter.range)) < 0.1)
    }

    @Test("Silence has no loudness and no peak")
    func silence() throws {
        let meter = try meter(channels: 2, mask: 3, amplitude: 0)
        #expect(meter.integrated == nil)
        #expect(meter.truePeak == nil)
    }

    @Test("The LFE channel does not count towards loudness")
    func lowFrequencyEffects() throws {
        let meter = try LoudnessMeter(sampleRate: 48_000, channelCount: 6, channelMask: 0x3F)
        for second in 0..<10 {
            try meter.add(
                TestSignal.block(sampleRate: 48_000, channelCount: 6, sampleCount: 48_000) { channel, index in
                    channel == 3 ? Float(0.5 * sin(2 * .pi * 60 * Double(second * 48_000 + index) / 48_000)) : 0
                })
        }
        #expect(meter.integrated == nil)
    }
}
