import LathePackaging
import Testing

@Suite("HLS media playlist")
struct HLSMediaPlaylistTests {
    @Test("A finished CMAF playlist")
    func finished() {
        var playlist = HLSMediaPlaylist(targetDuration: 4, sampleRate: 44_100, mapURI: "init.mp4")
        playlist.append(uri: "00001.m4s", samples: 175_104)
        playlist.append(uri: "00002.m4s", samples: 175_104)
        playlist.append(uri: "00003.m4s", samples: 90_792)
        playlist.state = .vod
        #expect(
            playlist.rendered() == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:4
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MAP:URI="init.mp4"
                #EXTINF:3.970612,
                00001.m4s
                #EXTINF:3.970612,
                00002.m4s
                #EXTINF:2.058776,
                00003.m4s
                #EXT-X-ENDLIST

                """)
        #expect(playlist.length == 441_000)
    }

    @Test("A growing playlist of packed MP3")
    func growing() {
        var playlist = HLSMediaPlaylist(targetDuration: 4, sampleRate: 48_000)
        playlist.append(uri: "00001.mp3", samples: 192_000)
        #expect(
            playlist.rendered() == """
                #EXTM3U
                #EXT-X-VERSION:3
                #EXT-X-TARGETDURATION:4
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:EVENT
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXTINF:4.000000,
                00001.mp3

                """)
    }

    @Test("Segments in one file")
    func byteRanges() {
        var playlist = HLSMediaPlaylist(
            targetDuration: 4, sampleRate: 48_000, mapURI: "96.mp4", mapByteRange: HLSByteRange(offset: 0, length: 671),
            state: .vod)
        playlist.append(uri: "96.mp4", samples: 48_000, byteRange: HLSByteRange(offset: 671, length: 12_345))
        #expect(
            playlist.rendered() == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-TARGETDURATION:4
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MAP:URI="96.mp4",BYTERANGE="671@0"
                #EXTINF:1.000000,
                #EXT-X-BYTERANGE:12345@671
                96.mp4
                #EXT-X-ENDLIST

                """)
    }

    @Test("The version is the lowest that knows what the playlist uses")
    func version() {
        var packed = HLSMediaPlaylist(targetDuration: 4, sampleRate: 48_000)
        #expect(packed.version == 3)
        packed.append(uri: "a.mp3", samples: 1, byteRange: HLSByteRange(offset: 0, length: 1))
        #expect(packed.version == 4)
        #expect(HLSMediaPlaylist(targetDuration: 4, sampleRate: 48_000, mapURI: "init.mp4").version == 7)
    }

    @Test("Printed durations add up to the programme, whatever its rate", arguments: [8000, 11_025, 44_100, 192_000])
    func noDrift(rate: Int) {
        var generator = SeededGenerator(state: 5)
        var playlist = HLSMediaPlaylist(targetDuration: 10, sampleRate: rate)
        var samples = 0
        for _ in 0..<9000 {
            let segment = Int.random(in: 1...(10 * rate), using: &generator)
            samples += segment
            playlist.append(uri: "x", samples: segment)
        }
        let microseconds = playlist.rendered().split(separator: "\n").filter { $0.hasPrefix("#EXTINF:") }
            .compactMap { Int($0.dropFirst(8).filter(\.isNumber)) }.reduce(0, +)
        #expect(microseconds == (samples * 2_000_000 + rate) / (2 * rate))
        #expect((microseconds * rate + 500_000) / 1_000_000 == samples)
    }

    @Test(
        "A hostile name cannot break out of its line or its quotes",
        arguments: [
            ("a\n#EXT-X-ENDLIST\r", "a%0A#EXT-X-ENDLIST%0D"), ("#comment", "%23comment"), ("a\"b", "a%22b"),
            ("日 b", "%E6%97%A5%20b"), ("a%20b/../c.m4s?x=1&y", "a%20b/../c.m4s?x=1&y"),
        ])
    func hostileNames(name: String, expected: String) {
        var playlist = HLSMediaPlaylist(targetDuration: 4, sampleRate: 1, mapURI: name)
        playlist.append(uri: name, samples: 1)
        let lines = playlist.rendered().split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.contains("#EXT-X-MAP:URI=\"\(expected)\""))
        #expect(Array(lines.suffix(3)) == ["#EXTINF:1.000000,", Substring(expected), ""])
    }
}

@Suite("HLS multivariant playlist")
struct HLSMultivariantPlaylistTests {
    @Test("Each bit rate is a plain variant")
    func ladder() {
        let playlist = HLSMultivariantPlaylist(
            version: 7,
            variants: [
                .init(
                    uri: "aac/96/index.m3u8", bandwidth: Bandwidth(peak: 104_211, average: 98_765), codecs: "mp4a.40.2"),
                .init(uri: "flac/index.m3u8", bandwidth: Bandwidth(peak: 1_411_200, average: 900_000), codecs: "fLaC"),
            ])
        #expect(
            playlist.rendered() == """
                #EXTM3U
                #EXT-X-VERSION:7
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-STREAM-INF:BANDWIDTH=104211,AVERAGE-BANDWIDTH=98765,CODECS="mp4a.40.2"
                aac/96/index.m3u8
                #EXT-X-STREAM-INF:BANDWIDTH=1411200,AVERAGE-BANDWIDTH=900000,CODECS="fLaC"
                flac/index.m3u8

                """)
    }

    @Test("Codecs cannot break out of their quotes")
    func hostileCodecs() {
        let playlist = HLSMultivariantPlaylist(
            version: 3,
            variants: [.init(uri: "a", bandwidth: Bandwidth(peak: 1, average: 1), codecs: "x\",URI=\"y\nz")])
        #expect(playlist.rendered().hasSuffix("CODECS=\"x,URI=yz\"\na\n"))
    }
}
