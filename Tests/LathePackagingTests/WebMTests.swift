import LathePackaging
import Testing

@Suite("WebM")
struct WebMTests {
    @Test("The init segment of Vorbis: every byte")
    func initSegment() {
        let track = WebMTrack(codecPrivate: [2, 1, 1, 65, 66, 67], sampleRate: 48_000, channelCount: 2, length: 72_000)
        let expected = bytes(
            """
            1A45DFA3 9F  // EBML, 31 bytes
              4286 81 01  42F7 81 01  42F2 81 04  42F3 81 08  // versions 1, IDs of 4 bytes, sizes of 8
              4282 84 'webm'  4287 81 04  4285 81 02  // WebM 4, readable as 2
            18538067 01FFFFFFFFFFFFFF  // Segment, to the end of the stream
              1549A966 A2  // Info, 34 bytes
                2AD7B1 83 0F4240  // milliseconds
                4489 88 4097700000000000  // 1500.0 of them
                4D80 85 'Lathe'  5741 85 'Lathe'
              1654AE6B B8  // Tracks, 56 bytes
                AE B6  // TrackEntry, 54 bytes
                  D7 81 01  73C5 81 01  83 81 02  9C 81 00  22B59C 83 'und'  // number, UID, audio, no lacing
                  86 88 'A_VORBIS'  63A2 86 020101 'ABC'
                  E1 8D  B5 88 40E7700000000000  9F 81 02  // 48000.0 Hz, stereo
            """)
        #expect(track.initSegment() == expected)
    }

    @Test("Without a length no duration is stated")
    func unknownLength() {
        let track = WebMTrack(codecPrivate: [], sampleRate: 48_000, channelCount: 2)
        #expect(track.initSegment().contains(bytes("1549A966 97 2AD7B1 83 0F4240 4D80")))
    }

    @Test("Opus states its pre-skip and pre-roll in nanoseconds")
    func opus() {
        let track = WebMTrack(codec: .opus(preSkip: 312), codecPrivate: [1], sampleRate: 48_000, channelCount: 2)
        #expect(track.initSegment().contains(bytes("86 86 'A_OPUS' 56AA 83 632EA0 56BB 84 04C4B400 63A2 81 01")))
    }

    @Test("A cluster: every byte, each time rounded by itself")
    func cluster() {
        let track = WebMTrack(codecPrivate: [], sampleRate: 44_100, channelCount: 2)
        let blocks = [(88_200, 2), (88_776, 3), (89_800, 1)].map { WebMBlock(start: $0, byteCount: $1) }
        let expected = bytes(
            """
            1F43B675 9C  // 28 bytes
              E7 82 07D0  // 2000 ms
              A3 86 81 0000 80 'AA'
              A3 87 81 000D 80 'BBB'  // 13.06 ms later
              A3 85 81 0024 80 'C'  // 36.28 ms later
            """)
        #expect(track.cluster(blocks: blocks, payload: Array("AABBBC".utf8)) == expected)
    }

    @Test("The last packet of a programme drops its padding")
    func discardPadding() {
        let track = WebMTrack(codecPrivate: [], sampleRate: 48_000, channelCount: 2)
        let blocks = [WebMBlock(start: 0, byteCount: 1), WebMBlock(start: 1024, byteCount: 2)]
        let expected = bytes(
            """
            1F43B675 9B  // 27 bytes
              E7 81 00
              A3 85 81 0000 80 'A'
              A0 8F  A1 86 81 0015 00 'BB'  75A2 84 00E4E1C0  // 720 samples are 15,000,000 ns, a signed number
            """)
        let cluster = track.cluster(blocks: blocks, payload: Array("ABB".utf8), discardPadding: 720)
        #expect(cluster == expected)
    }

    @Test("Where the programme's length is known, its last packet lasts to its end")
    func lastDuration() {
        let track = WebMTrack(codecPrivate: [], sampleRate: 48_000, channelCount: 2, length: 1328)
        let blocks = [WebMBlock(start: 1024, byteCount: 1)]
        let expected = bytes(
            """
            1F43B675 95  // 21 bytes
              E7 81 15  // 21 ms
              A0 90  A1 85 81 0000 00 'A'  9B 81 07  75A2 83 5B8D80  // to 28 ms; 288 samples are 6,000,000 ns
            """)
        #expect(track.cluster(blocks: blocks, payload: Array("A".utf8), discardPadding: 288) == expected)
    }

    @Test("A size that would be all ones takes another byte", arguments: [(122, "FE"), (123, "407F"), (124, "4080")])
    func sizes(packet: Int, size: String) {
        let track = WebMTrack(codecPrivate: [], sampleRate: 48_000, channelCount: 2)
        let payload = [UInt8](repeating: 0xAB, count: packet)
        let cluster = track.cluster(blocks: [WebMBlock(start: 0, byteCount: packet)], payload: payload)
        #expect(cluster.contains(bytes("A3 \(size) 81 0000 80 AB")))
    }

    @Test("An empty cluster is one without blocks")
    func empty() {
        let track = WebMTrack(codecPrivate: [], sampleRate: 48_000, channelCount: 2)
        #expect(track.cluster(blocks: [], payload: [], discardPadding: 1) == bytes("1F43B675 83 E7 81 00"))
    }

    @Test("Vorbis headers are laced: the sizes of the first two in bytes of 255")
    func lacing() {
        let comment = [UInt8](repeating: 0xCC, count: 255)
        let laced = WebMTrack.vorbisCodecPrivate(identification: [0xAA, 0xAA], comment: comment, setup: [0xBB])
        #expect(laced == bytes("02 02 FF00 AAAA") + comment + [0xBB])
    }
}

@Suite("WebM, judged by other programs")
struct WebMOracleTests {
    @Test("Vorbis clusters decode, without a warning, to what the encoder's own stream decodes to")
    func vorbis() throws {
        let bench = try Workbench()
        let (track, clusters) = try Self.packagedVorbis(on: bench)
        try bench.write(track.initSegment() + clusters.joined(), to: "all.webm")
        let decoded = try bench.run("ffmpeg -v warning -i all.webm -f s16le -")
        let reference = try bench.run("ffmpeg -v error -i reference.ogg -f s16le -")
        #expect(decoded.complaints == "")
        #expect(decoded.output.count / 4 == length)
        #expect(decoded.output == reference.output)
        let probe = try bench.run(
            "ffprobe -v warning -show_entries stream=codec_name,sample_rate,channels:format=duration -of csv=p=0 all.webm"
        )
        #expect(probe.complaints == "")
        #expect(probe.lines == ["vorbis,44100,2", "7.000000"])
    }

    @Test("Each cluster decodes by itself after the init segment")
    func clusterAlone() throws {
        let bench = try Workbench()
        let (track, clusters) = try Self.packagedVorbis(on: bench)
        #expect(clusters.count == 3)
        for cluster in clusters {
            try bench.write(track.initSegment() + cluster, to: "one.webm")
            #expect(try bench.run("ffmpeg -v warning -i one.webm -f null -").complaints == "")
        }
    }

    /// Seven seconds from another encoder, in `reference.ogg` and cut at packets every 130 packets.
    private static func packagedVorbis(on bench: Workbench) throws -> (track: WebMTrack, clusters: [[UInt8]]) {
        let source = "sine=frequency=440:sample_rate=44100:duration=7"
        try bench.run("ffmpeg -v error -f lavfi -i '\(source)' -ac 2 -c:a libvorbis -b:a 96k reference.ogg")
        let packets = packetsOfOgg(try bench.read("reference.ogg"))
        let headers = packets.prefix(3)
        let codecPrivate = WebMTrack.vorbisCodecPrivate(
            identification: headers[0], comment: headers[1], setup: headers[2])
        let track = WebMTrack(codecPrivate: codecPrivate, sampleRate: 44_100, channelCount: 2, length: length)
        let probe = try bench.run("ffprobe -v error -show_entries packet=pts -of csv=p=0 reference.ogg")
        let starts = probe.text.split { !"-0123456789".contains($0) }.compactMap { Int($0) }
        let audio = Array(zip(starts, packets.dropFirst(3)))
        let clusters = stride(from: 0, to: audio.count, by: 130).map { first in
            let part = audio[first..<min(first + 130, audio.count)]
            let endsProgramme = first + 130 >= audio.count
            return track.cluster(
                blocks: part.map { WebMBlock(start: max(0, $0.0), byteCount: $0.1.count) },
                payload: Array(part.map(\.1).joined()),
                discardPadding: endsProgramme ? (starts.last ?? 0) + 1024 - length : 0)
        }
        return (track, clusters)
    }
}

private let length = 7 * 44_100
