import LathePackaging
import Testing

@Suite("The head of a file with all segments")
struct FileHeadTests {
    private static let aac = CMAFTrack(
        coding: .aac(audioSpecificConfig: [0x12, 0x10], bitsPerSecond: 128_000), sampleRate: 44_100,
        channelCount: 2, primingSamples: 1024, length: 441_000)
    private static let segments = [(48_497, 175_104), (48_813, 175_104), (25_000, 90_792)].map {
        MediaSegmentSize(bytes: $0, samples: $1)
    }

    @Test("CMAF: the init segment, then one sidx with a reference to each segment, every byte")
    func cmaf() {
        let head = Self.aac.fileHead(before: Self.segments)
        let expected = bytes(
            """
            0000004C 'sidx' 01 000000 00000001 0000AC44
              00000000 00000000 00000000 00000000  // presented from 0, the first segment follows at once
              0000 0003
                0000BD71 0002AC00 90000000  // 48497 bytes, 175104 samples, SAP type 1
                0000BEAD 0002AC00 90000000
                000061A8 000162A8 90000000
            """)
        #expect(head.bytes == Self.aac.initSegment() + expected)
        #expect(head.initSegment == 0..<Self.aac.initSegment().count)
        #expect(head.index == head.initSegment.upperBound..<head.bytes.count)
    }

    @Test("WebM: SeekHead, Info, Tracks, then Cues before the Clusters, every byte")
    func webM() {
        let track = WebMTrack(codecPrivate: [65], sampleRate: 48_000, channelCount: 2, length: 72_000)
        let head = track.fileHead(before: [.init(bytes: 1000, samples: 47_999), .init(bytes: 500, samples: 24_001)])
        let expected = bytes(
            """
            1A45DFA3 9F  4286 81 01  42F7 81 01  42F2 81 04  42F3 81 08  4282 84 'webm'  4287 81 04  4285 81 02
            18538067 01 000000 000006A6  // Segment, 202 bytes and the Clusters
              114D9B74 B3  // SeekHead, 51 bytes
                4DBB 8E  53AB 84 1549A966  53AC 84 00000038  // Info
                4DBB 8E  53AB 84 1654AE6B  53AC 84 0000005F  // Tracks
                4DBB 8E  53AB 84 1C53BB6B  53AC 84 00000097  // Cues
              1549A966 A2  2AD7B1 83 0F4240  4489 88 4097700000000000  4D80 85 'Lathe'  5741 85 'Lathe'
              1654AE6B B3
                AE B1
                  D7 81 01  73C5 81 01  83 81 02  9C 81 00  22B59C 83 'und'
                  86 88 'A_VORBIS'  63A2 81 'A'
                  E1 8D  B5 88 40E7700000000000  9F 81 02
              1C53BB6B AE  // Cues, 46 bytes
                BB 95  B3 84 00000000  B7 8D  F7 81 01  F1 88 00000000 000000CA
                BB 95  B3 84 000003E8  B7 8D  F7 81 01  F1 88 00000000 000004B2  // 999.98 ms, 1000 bytes on
            """)
        #expect(head.bytes == expected)
        #expect(head.bytes[head.index].starts(with: bytes("1C53BB6B")))
        #expect(head.initSegment == 0..<head.index.lowerBound && head.index.upperBound == head.bytes.count)
    }

    @Test("An empty box keeps the byte ranges of fragments apart; Clusters need none")
    func separators() {
        #expect(Self.aac.segmentSeparator == bytes("00000008 'free'"))
        #expect(WebMTrack(codecPrivate: [], sampleRate: 48_000, channelCount: 2).segmentSeparator == [])
    }

    @Test("Its size depends on nothing but the number of segments", arguments: [0, 1, 3, 2000])
    func size(count: Int) {
        let webM = WebMTrack(codecPrivate: [], sampleRate: 48_000, channelCount: 2, length: 1)
        let unknown = Array(repeating: MediaSegmentSize(bytes: 0, samples: 0), count: count)
        let large = Array(repeating: MediaSegmentSize(bytes: 1 << 30, samples: 480_000), count: count)
        for format in [Self.aac, webM] as [any IndexedContainer] {
            #expect(format.fileHead(before: unknown).bytes.count == format.fileHead(before: large).bytes.count)
        }
    }

    @Test(
        "More segments than a sidx counts are taken together",
        arguments: [(65_535, 65_535, 1), (65_536, 32_768, 2), (131_071, 43_691, 3)])
    func tooMany(count: Int, references: Int, together: Int) {
        let head = Self.aac.fileHead(before: Array(repeating: .init(bytes: 5, samples: 7), count: count))
        let index = head.bytes[head.index]
        #expect(index.count == 40 + 12 * references)
        let firstReference: [UInt8] = [0, 0, 0, UInt8(5 * together), 0, 0, 0, UInt8(7 * together)]
        #expect(Array(index.dropFirst(40).prefix(8)) == firstReference)
    }

    @Test("A fragment in such a file is what follows styp and sidx in a segment that is a file")
    func fragment() {
        let samples = [CMAFSample(byteCount: 1, duration: 1024), CMAFSample(byteCount: 2, duration: 1024)]
        func segment(isFile: Bool) -> [UInt8] {
            Self.aac.mediaSegment(
                sequenceNumber: 1, decodeTime: 0, samples: samples, payload: [1, 2, 3], isFile: isFile)
        }
        let fragment = segment(isFile: false)
        #expect(fragment.dropFirst(4).starts(with: Array("moof".utf8)))
        #expect(segment(isFile: true).count == fragment.count + 28 + 52)
        #expect(segment(isFile: true).suffix(fragment.count) == fragment[...])
    }
}

@Suite("Files with all segments, judged by other programs")
struct FileHeadOracleTests {
    @Test("FFmpeg finds the programme's length in a WebM file, and seeks by its Cues")
    func webM() throws {
        let bench = try Workbench()
        let source = "sine=frequency=440:sample_rate=44100:duration=7"
        try bench.run("ffmpeg -v error -f lavfi -i '\(source)' -ac 2 -c:a libvorbis -b:a 96k reference.ogg")
        let packets = packetsOfOgg(try bench.read("reference.ogg"))
        let track = WebMTrack(
            codecPrivate: WebMTrack.vorbisCodecPrivate(
                identification: packets[0], comment: packets[1], setup: packets[2]),
            sampleRate: 44_100, channelCount: 2, length: 7 * 44_100)
        let probe = try bench.run("ffprobe -v error -show_entries packet=pts -of csv=p=0 reference.ogg")
        let starts = probe.text.split { !"-0123456789".contains($0) }.compactMap { Int($0) }.map { max(0, $0) }
        let audio = Array(zip(starts, packets.dropFirst(3)))
        let firsts = Array(stride(from: 0, to: audio.count, by: 130))
        let clusters = firsts.map { first in
            let part = audio[first..<min(first + 130, audio.count)]
            return track.cluster(
                blocks: part.map { WebMBlock(start: $0.0, byteCount: $0.1.count) },
                payload: Array(part.map(\.1).joined()))
        }
        let ends = firsts.dropFirst().map { starts[$0] } + [7 * 44_100]
        let sizes = zip(zip(firsts, ends), clusters).map {
            MediaSegmentSize(bytes: $1.count, samples: $0.1 - starts[$0.0])
        }
        try bench.write(track.fileHead(before: sizes).bytes + clusters.joined(), to: "all.webm")
        let facts = try bench.run(
            "ffprobe -v warning -show_entries stream=codec_name,sample_rate:format=duration -of csv=p=0 all.webm")
        #expect(facts.complaints == "")
        #expect(facts.lines == ["vorbis,44100", "7.000000"])
        // -read_intervals seeks; by the Cues the first packet after it begins the second Cluster.
        let second = Double(starts[130]) / 44_100
        let sought = try bench.run(
            "ffprobe -v warning -read_intervals \(second + 0.5)%+#1 -show_entries packet=pts_time -of csv=p=0 all.webm")
        #expect(sought.complaints == "")
        #expect(abs((sought.lines.first.flatMap { Double($0) } ?? 0) - second) < 0.001)
    }
}
