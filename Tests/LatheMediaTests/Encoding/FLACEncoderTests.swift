internal import Foundation
@testable internal import LatheMedia
internal import Testing

struct FLACEncoderTests {
    /// A native FLAC file of what the encoder made.
    private func file(_ signal: PCMBlock, bits: Int, isFloat: Bool = false) throws -> (bytes: [UInt8], note: String?) {
        let encoder = try FLACEncoder(
            sampleRate: signal.sampleRate, channelCount: signal.channelCount, bitsPerSample: bits, isFloat: isFloat,
            subject: "flac")
        var bytes = Array("fLaC".utf8) + [0x80, 0, 0, 34] + encoder.streamInfo
        var samples = 0
        try encoder.encode(signal) {
            bytes += $0
            samples += $1
        }
        try encoder.finish {
            bytes += $0
            samples += $1
        }
        #expect(samples == signal.sampleCount)
        return (bytes, encoder.note)
    }

    private func decoded(_ bytes: [UInt8]) throws -> PCMBlock {
        let path = FileManager.default.temporaryDirectory.path + "/lathe-\(UUID().uuidString).flac"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(bytes).write(to: URL(filePath: path))
        return try #require(try MasterReader(path: path).read(1_000_000))
    }

    @Test("Integers of up to 24 bits come back as they were", arguments: [8, 12, 16, 18, 20, 24], [1, 2, 6])
    func exact(bits: Int, channelCount: Int) throws {
        let scale = Float(1 << (bits - 1))
        let signal = TestSignal.block(channelCount: channelCount, sampleCount: 10_001) { channel, index in
            Float((index * 7919 + channel * 104_729) % (1 << bits) - (1 << (bits - 1))) / scale
        }
        let (bytes, note) = try file(signal, bits: bits)
        let back = try decoded(bytes)
        #expect(note == nil)
        for channel in 0..<channelCount { #expect(back.samples(channel) == signal.samples(channel)) }
    }

    @Test("What has more bits is dithered to 24, unbiased, within two steps, and says so")
    func dithered() throws {
        let step = Float(0x1p-23)
        let signal = TestSignal.block(channelCount: 1, sampleCount: 100_000) { _, _ in 0.25 + 0.25 * step }
        let (bytes, note) = try file(signal, bits: 32)
        let errors = try decoded(bytes).samples(0).map { ($0 - 0.25) / step }
        #expect(note == "dithered to 24 bits")
        #expect(errors.allSatisfy { abs($0) <= 2 })
        // 0.25 of a step is there on average, though no sample can hold it.
        #expect(abs(errors.reduce(0, +) / 100_000 - 0.25) < 0.02)
    }

    @Test("Floats beyond full scale are cut, and counted")
    func clipped() throws {
        let signal = TestSignal.block(channelCount: 1, sampleCount: 100) { _, index in index < 3 ? 1.5 : -0.5 }
        let (bytes, note) = try file(signal, bits: 32, isFloat: true)
        #expect(note == "dithered to 24 bits, 3 samples beyond full scale cut")
        #expect(try decoded(bytes).samples(0)[0] == 1 - 0x1p-23)
    }
}
