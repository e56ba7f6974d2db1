internal import LatheMedia
internal import Testing

struct OpusEncoderTests {
    private func packets(_ signal: PCMBlock, bitsPerSecond: Int = 96_000) throws -> (OpusEncoder, [Int]) {
        let encoder = try OpusEncoder(
            channelCount: signal.channelCount, bitsPerSecond: bitsPerSecond, inputSampleRate: 44_100, subject: "opus")
        var sizes: [Int] = []
        try encoder.encode(signal) { sizes.append($0.count) }
        try encoder.finish { sizes.append($0.count) }
        return (encoder, sizes)
    }

    @Test("Packets hold the programme and the pre-skip, and no packet more", arguments: [1, 648, 649, 960, 48_000])
    func count(sampleCount: Int) throws {
        let (encoder, sizes) = try packets(TestSignal.music(sampleRate: 48_000, sampleCount: sampleCount))
        #expect(encoder.preSkip == 312)
        #expect(sizes.count == (sampleCount + encoder.preSkip + 959) / 960)
    }

    @Test("The identification header is that of RFC 7845")
    func head() throws {
        let (encoder, _) = try packets(TestSignal.music(sampleRate: 48_000, channelCount: 1, sampleCount: 960))
        #expect(encoder.head == Array("OpusHead".utf8) + [1, 1, 0x38, 0x01, 0x44, 0xAC, 0, 0, 0, 0, 0])
    }

    @Test("The comment header holds the comments")
    func tags() {
        let tags = OpusEncoder.tags([("TITLE", "Élan")])
        #expect(tags.starts(with: Array("OpusTags".utf8)))
        #expect(tags.suffix(15) == [11, 0, 0, 0] + Array("TITLE=Élan".utf8))
    }

    @Test("What libopus refuses is an error with the rendition's name")
    func refused() {
        #expect { try packets(TestSignal.music(sampleRate: 48_000, channelCount: 3, sampleCount: 1)) } throws: {
            "\($0)".contains("\"opus\"")
        }
    }
}
