internal import LatheMedia
internal import Testing

struct AACEncoderTests {
    private func encoder(options: [String: String] = [:]) throws -> AACEncoder {
        try AACEncoder(
            sampleRate: 44_100, channelCount: 2, bitsPerSecond: 96_000, options: options, subject: "aac-96")
    }

    private func encode(_ blocks: [PCMBlock]) throws -> [[UInt8]] {
        let encoder = try encoder()
        var units: [[UInt8]] = []
        for block in blocks { try encoder.encode(block) { units.append(Array($0)) } }
        try encoder.finish { units.append(Array($0)) }
        return units
    }

    @Test(
        "n samples make one access unit per 1024 of them and of the priming",
        arguments: [(1, 2), (1023, 2), (1024, 2), (1025, 3), (9216, 10), (44_100, 45)])
    func unitCount(sampleCount: Int, expected: Int) throws {
        #expect(try encode([TestSignal.music(sampleCount: sampleCount)]).count == expected)
    }

    @Test("How the master is cut into blocks changes no byte", arguments: [1, 700, 1024, 5000])
    func blockLength(length: Int) throws {
        let signal = TestSignal.music(sampleCount: 12_345)
        let pieces = stride(from: 0, to: 12_345, by: length).map { signal.slice($0..<min(12_345, $0 + length)) }
        #expect(try encode(pieces) == encode([signal]))
    }

    @Test("Priming and configuration are those of AAC-LC at 44.1 kHz stereo")
    func configuration() throws {
        let encoder = try encoder()
        #expect(encoder.primingSamples == 1024)
        #expect(encoder.frameLength == 1024)
        // Object type 2, frequency index 4, two channels: 00010 0100 0010 000.
        #expect(Array(encoder.audioSpecificConfig.prefix(2)) == [0x12, 0x10])
    }

    @Test("An option that the encoder does not know is an error that names it")
    func unknownOption() throws {
        let error = try #require(throws: MediaError.self) { try encoder(options: ["aac_codr": "fast"]) }
        #expect(error.code == .encoder)
        #expect(error.description.contains("\"aac_codr\""))
    }

    @Test("A known option with an impossible value is an error")
    func badOption() throws {
        #expect(throws: MediaError.self) { try encoder(options: ["aac_coder": "best"]) }
    }
}
