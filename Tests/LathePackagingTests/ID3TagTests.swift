import LathePackaging
import Testing

@Suite("ID3 tags")
struct ID3TagTests {
    @Test("A packed audio segment begins with its time in a PRIV frame")
    func timestamp() {
        let expected = bytes(
            """
            'ID3' 04 00 00  00 00 00 3F  // version 2.4, 63 bytes follow
            'PRIV' 00 00 00 35 00 00  // 53 bytes
            'com.apple.streaming.transportStreamTimestamp' 00
            00 00 00 01 23 45 67 89
            """)
        #expect(ID3Tag(frames: [.transportStreamTimestamp(0x1_2345_6789)]).encoded() == expected)
    }

    @Test("Only 33 bits of a time count")
    func wrapped() {
        let tag = ID3Tag(frames: [.transportStreamTimestamp(0x3_0000_0001)]).encoded()
        #expect(Array(tag.suffix(8)) == bytes("00 00 00 01 00 00 00 01"))
    }

    @Test("Text is UTF-8 without NULs")
    func text() {
        let expected = bytes(
            """
            'ID3' 04 00 00  00 00 00 1B
            'TIT2' 00 00 00 03 00 00  03 C3 A9
            'TRCK' 00 00 00 04 00 00  03 '3/9'
            """)
        let tag = ID3Tag(frames: [.text(.title, "é\0"), .text(.track, "3/9")])
        #expect(tag.encoded() == expected)
    }

    @Test("Sizes keep the top bit of every byte clear")
    func synchsafe() {
        let tag = ID3Tag(frames: [.text(.title, String(repeating: "x", count: 300))]).encoded()
        #expect(Array(tag[6..<10]) == [0, 0, 2, 55])  // 311
        #expect(Array(tag[14..<18]) == [0, 0, 2, 45])  // 301
    }

    @Test("A tag without frames is no bytes")
    func empty() {
        #expect(ID3Tag(frames: []).encoded() == [])
    }

    @Test(
        "Samples become 90 kHz ticks to the nearest, modulo 2³³",
        arguments: [
            (samples: 0, rate: 44_100, ticks: 0),
            (samples: 175_104, rate: 44_100, ticks: 357_355),  // 357355.10
            (samples: 1152, rate: 44_100, ticks: 2351),  // 2351.02
            (samples: 49, rate: 44_100, ticks: 100),
            (samples: 1, rate: 180_000, ticks: 1),  // one half
            (samples: 6 * 3600 * 192_000, rate: 192_000, ticks: 1_944_000_000),
            (samples: 27 * 3600 * 192_000, rate: 192_000, ticks: 158_065_408),  // 8748000000 - 2³³
            (samples: 1_000_000_000_000_000, rate: 44_100, ticks: 2_486_294_068),
        ])
    func ticks(samples: Int, rate: Int, ticks: Int) {
        #expect(ID3Tag.timestamp(samples: samples, sampleRate: rate) == ticks)
    }

    @Test("Another reader finds the tags of a file")
    func oracle() throws {
        let bench = try Workbench()
        try bench.run("ffmpeg -f lavfi -i sine=duration=1 -id3v2_version 0 -write_xing 0 -b:a 96k -f mp3 bare.mp3")
        let tag = ID3Tag(frames: [
            .text(.title, "Prélude"), .text(.artist, "A & B"), .text(.album, "日本"), .text(.date, "2024-05-17"),
            .text(.track, "3/12"), .text(.isrc, "GBAYE0601498"), .transportStreamTimestamp(90_000),
        ])
        try bench.write(tag.encoded() + bench.read("bare.mp3"), to: "tagged.mp3")
        let probe = try bench.run("ffprobe -v error -show_entries format_tags -of default=nw=1 tagged.mp3")
        #expect(probe.complaints == "")
        let expected = [
            "TAG:title=Prélude", "TAG:artist=A & B", "TAG:album=日本", "TAG:date=2024-05-17", "TAG:track=3/12",
            "TAG:TSRC=GBAYE0601498",
        ]
        for line in expected {
            #expect(probe.text.contains(line + "\n"))
        }
        #expect(probe.text.contains("id3v2_priv.com.apple.streaming.transportStreamTimestamp"))
    }
}
