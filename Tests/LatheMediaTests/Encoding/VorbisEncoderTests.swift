internal import LatheMedia
internal import Testing

struct VorbisEncoderTests {
    private func encode(_ signal: PCMBlock, bitsPerSecond: Int = 96_000) throws -> [(granule: Int, decoded: Int)] {
        let encoder = try VorbisEncoder(
            sampleRate: signal.sampleRate, channelCount: signal.channelCount, bitsPerSecond: bitsPerSecond,
            subject: "vorbis")
        var packets: [(granule: Int, decoded: Int)] = []
        try encoder.encode(signal) { packets.append(($0.granulePosition, $0.decodedSamples)) }
        try encoder.finish { packets.append(($0.granulePosition, $0.decodedSamples)) }
        return packets
    }

    @Test("The last granule position is the exact length", arguments: [1, 47, 1024, 9217, 44_100])
    func length(sampleCount: Int) throws {
        #expect(try encode(TestSignal.music(sampleCount: sampleCount)).last?.granule == sampleCount)
    }

    @Test("Every packet but the last decodes to what its granule position adds")
    func durations() throws {
        var position = 0
        for packet in try encode(TestSignal.music(sampleCount: 60_000)).dropLast() {
            #expect(packet.granule - position == packet.decoded)
            position = packet.granule
        }
    }

    @Test("What libvorbis refuses becomes the nearest rate below")
    func clamping() throws {
        let encoder = try VorbisEncoder(
            sampleRate: 44_100, channelCount: 1, bitsPerSecond: 320_000, subject: "vorbis-320")
        #expect((200_000..<320_000).contains(encoder.bitsPerSecond))
    }

    @Test("A rate below what libvorbis makes becomes the nearest above")
    func clampingUpwards() throws {
        let encoder = try VorbisEncoder(
            sampleRate: 44_100, channelCount: 2, bitsPerSecond: 20_000, subject: "vorbis-20")
        #expect((20_001..<64_000).contains(encoder.bitsPerSecond))
    }

    @Test("Headers are the three of Vorbis I, the comments with the tags")
    func headers() throws {
        let encoder = try VorbisEncoder(
            sampleRate: 44_100, channelCount: 2, bitsPerSecond: 96_000, comments: [("TITLE", "Élan")],
            subject: "vorbis")
        #expect(encoder.headers.map { Array($0.prefix(7)) } == [1, 3, 5].map { [$0] + Array("vorbis".utf8) })
        #expect(encoder.headers[1].firstRange(of: Array("TITLE=Élan".utf8)) != nil)
    }
}
