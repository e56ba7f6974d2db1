internal import Foundation
internal import LatheMedia
internal import Testing

struct ResamplerTests {
    private func resample(
        _ signal: PCMBlock, mask: UInt64 = 3, to output: Resampler.Output, blockLength: Int = 4096
    ) throws -> [[Float]] {
        let resampler = try Resampler(
            sampleRate: signal.sampleRate, channelCount: signal.channelCount, channelMask: mask, to: output)
        var blocks: [PCMBlock] = []
        for start in stride(from: 0, to: signal.sampleCount, by: blockLength) {
            blocks.append(try resampler.convert(signal.slice(start..<min(signal.sampleCount, start + blockLength))))
        }
        blocks.append(try resampler.finish())
        return (0..<output.channelCount).map { channel in blocks.flatMap { $0.samples(channel) } }
    }

    @Test(
        "n samples become exactly the rounded-up share of them",
        arguments: [(96_000, 48_000), (88_200, 44_100), (35_467, 48_000), (192_000, 48_000), (8000, 48_000)],
        [1, 47, 9217, 50_000])
    func length(rates: (Int, Int), sampleCount: Int) throws {
        let signal = TestSignal.music(sampleRate: rates.0, sampleCount: sampleCount)
        let output = Resampler.Output(sampleRate: rates.1, channelCount: 2)
        let expected = (sampleCount * rates.1 + rates.0 - 1) / rates.0
        #expect(output.sampleCount(for: sampleCount, at: rates.0) == expected)
        #expect(try resample(signal, to: output)[0].count == expected)
    }

    @Test("A tone comes out in phase: nothing is delayed")
    func phase() throws {
        func tone(_ index: Int, _ rate: Int) -> Float { Float(0.5 * sin(2 * .pi * 997 * Double(index) / Double(rate))) }
        let signal = TestSignal.block(sampleRate: 96_000, channelCount: 2, sampleCount: 96_000) { tone($1, 96_000) }
        let result = try resample(signal, to: .init(sampleRate: 48_000, channelCount: 2))[0]
        let worst = (1000..<47_000).map { abs(result[$0] - tone($0, 48_000)) }.max()
        #expect(try #require(worst) < 1e-5)
    }

    @Test("5.1 folds down by ITU-R BS.775, scaled so that nothing clips, without the LFE")
    func downmix() throws {
        let gains: [Float] = [1, 0, 0.5, 0.9, 0.25, 0]
        let signal = TestSignal.block(channelCount: 6, sampleCount: 4096) { channel, _ in gains[channel] }
        let result = try resample(signal, mask: 0x3F, to: .init(sampleRate: 44_100, channelCount: 2))
        let half = Float(0.5).squareRoot()
        let scale = 1 / (1 + 2 * half)
        #expect(abs(result[0][2000] - scale * (1 + half * 0.5 + half * 0.25)) < 1e-4)
        #expect(abs(result[1][2000] - scale * (half * 0.5)) < 1e-4)
    }

    @Test("How the master is cut into blocks changes no sample", arguments: [1000, 46_080])
    func blocks(length: Int) throws {
        let signal = TestSignal.music(sampleRate: 96_000, sampleCount: 30_000)
        let output = Resampler.Output(sampleRate: 48_000, channelCount: 2)
        #expect(try resample(signal, to: output, blockLength: length) == resample(signal, to: output))
    }
}
