@testable import LatheValidation
import Testing

@Suite("Readers")
struct ReaderTests {
    @Test(
        "An attribute list is read, or its fault named",
        arguments: [
            ("BANDWIDTH=1,CODECS=\"a,b\"", nil),
            ("A=1,A=2", "A is given twice"),
            ("A=\"1", "the quoted value of A does not end"),
            ("A=1,", "the list ends with a comma"),
            ("A=\"1\"B=2", "a comma is missing after A"),
            ("A", "\"A\" is no NAME=VALUE"),
            ("a=1", "\"a\" is no attribute name"),
            ("", "the attribute list is empty"),
        ])
    func attributes(text: String, fault: String?) {
        #expect(AttributeList(text).fault == fault)
    }

    @Test("Quoted values keep their commas")
    func quoted() {
        let list = AttributeList("BANDWIDTH=1,CODECS=\"a,b\"")
        #expect(list["CODECS"] == "a,b")
        #expect(list.integer("BANDWIDTH") == 1)
        #expect(list.integer("CODECS") == nil)
    }

    @Test(
        "Durations of XML Schema are read, others refused",
        arguments: [
            ("PT12.5S", 12.5), ("PT1H2M3S", 3723), ("P1DT1S", 86_401), ("PT0S", 0), ("P1M", nil), ("PT", nil),
            ("12", nil), ("PT1", nil), ("PTS", nil), ("PT-1S", nil), ("PT1e9S", nil), ("", nil),
        ] as [(String, Double?)])
    func durations(text: String, seconds: Double?) {
        #expect(durationSeconds(text) == seconds)
    }

    @Test(
        "XML that is not well-formed is refused with its line",
        arguments: [
            ("<a>\n<b></a>", 2, "</a> ends <b>"),
            ("<a x=1/>", 1, "@x has no quotes"),
            ("<a x='1' x='2'/>", 1, "<a> has @x twice"),
            ("<a/><b/>", 1, "there is more than one root element"),
            ("<a>", 1, "<a> does not end"),
            ("<a>&bomb;</a>", 1, "a reference to \"&bomb\" means nothing"),
            ("<!DOCTYPE a><a/>", 1, "it has a document type declaration, which an MPD has no use for"),
            ("text", 1, "there is text outside the root element"),
            ("", 1, "there is no element"),
            ("<!-- ", 1, "a comment does not end"),
        ])
    func malformedXML(text: String, line: Int, cause: String) {
        #expect(throws: XMLFault(line: line, cause: cause)) { try XMLScanner.root(of: Array(text.utf8)) }
    }

    @Test("Depth of XML is bounded")
    func depth() {
        let text = String(repeating: "<a>", count: 100_000)
        #expect(throws: XMLFault(line: 1, cause: "elements lie more than 16 deep")) {
            try XMLScanner.root(of: Array(text.utf8))
        }
    }

    @Test("XML gives elements, attributes, text and references")
    func xml() throws {
        let text = "<?xml version='1.0'?><!--c--><m:MPD a=\"1 &lt; 2\">\n<B> x &#65;<![CDATA[<y>]]> </B></m:MPD>"
        let root = try XMLScanner.root(of: Array(text.utf8))
        #expect(root.name == "MPD")
        #expect(root["a"] == "1 < 2")
        #expect(root.first("B")?.text == "x A<y>")
        #expect(root.first("B")?.line == 2)
    }

    @Test(
        "Frames of layer III are measured",
        arguments: [
            ([0xFF, 0xFB, 0x90, 0x64], 44_100, 1152, 417), ([0xFF, 0xFB, 0x92, 0xC4], 44_100, 1152, 418),
            ([0xFF, 0xF3, 0x84, 0xC4], 24_000, 576, 192), ([0xFF, 0xE3, 0x18, 0xC4], 8000, 576, 72),
        ] as [([UInt8], Int, Int, Int)])
    func layer3(head: [UInt8], rate: Int, samples: Int, byteCount: Int) throws {
        let bytes = head + Array(repeating: 0, count: 500)
        let frame = try #require(MPEGAudioFrame(bytes, at: 0, end: bytes.count))
        #expect(frame.sampleRate == rate && frame.samples == samples && frame.byteCount == byteCount)
    }

    /// ID3v1, and APE with a size of its items and whether there is a header.
    private static let id3 = Array("TAG".utf8) + [UInt8](repeating: 32, count: 125)
    private static func ape(_ size: [UInt8], hasHeader: Bool = false) -> [UInt8] {
        Array("APETAGEX".utf8) + [0xD0, 7, 0, 0] + size + [1, 0, 0, 0, 0, 0, 0, hasHeader ? 0x80 : 0]
            + [UInt8](repeating: 0, count: 8)
    }

    @Test(
        "Tags behind the audio are found, and whatever size they claim, none reaches before it",
        arguments: [
            ([], 100), (id3, 100), (ape([32, 0, 0, 0]), 100), (id3 + ape([32, 0, 0, 0]), 100),
            (ape([32, 0, 0, 0]) + id3, 100), (ape([52, 0, 0, 0]), 80), (ape([42, 0, 0, 0], hasHeader: true), 58),
            (ape([0xFF, 0xFF, 0xFF, 0xFF], hasHeader: true), 20), (ape([32, 0, 0, 0]) + [0], 133),
        ] as [([UInt8], Int)])
    func trailingTags(tags: [UInt8], end: Int) {
        #expect(TrailingTags.start(in: [UInt8](repeating: 1, count: 100) + tags, after: 20) == end)
        #expect(TrailingTags.start(in: Array(tags.suffix(1)), after: 20) == 20)
    }

    @Test("Of a first frame's tag the counts are read, whoever wrote it")
    func infoTags() throws {
        let head: [UInt8] = [0xFF, 0xFB, 0x90, 0x64] + [UInt8](repeating: 0, count: 32)
        let rest = [UInt8](repeating: 0, count: 300)
        func tag(_ contents: [UInt8]) -> InfoTag? {
            let bytes = head + contents + rest
            return MPEGAudioFrame(bytes, at: 0, end: bytes.count)?.tag
        }
        let counts: [UInt8] = [0, 0, 0, 3, 0, 0, 0, 5, 0, 0, 1, 0]
        let lame = Array("LAME3.100".utf8) + [UInt8](repeating: 0, count: 12) + [0x24, 0x01, 0x23]
        let xing = try #require(tag(Array("Xing".utf8) + counts))
        #expect(xing.frameCount == 5 && xing.byteCount == 256 && xing.delay == nil && xing.padding == nil)
        let info = try #require(tag(Array("Info".utf8) + counts + lame))
        #expect(info.frameCount == 5 && info.delay == 576 && info.padding == 291)
        let vbri = try #require(tag(Array("VBRI".utf8) + [0, 1, 13, 177, 0, 75, 0, 0, 1, 0, 0, 0, 0, 7]))
        #expect(vbri.frameCount == 7 && vbri.byteCount == nil && vbri.delay == nil)
        #expect(tag(Array("None".utf8) + counts) == nil)
    }

    @Test(
        "What is no frame of layer III is refused",
        arguments: [
            [0xFF, 0xFD, 0x90, 0], [0xFF, 0xFB, 0xF0, 0], [0xFF, 0xFB, 0x9C, 0], [0xFF, 0xEB, 0x90, 0], [0xFF],
        ]
            as [[UInt8]])
    func noLayer3(head: [UInt8]) {
        #expect(
            MPEGAudioFrame(head + (head.count < 4 ? [] : Array(repeating: 0, count: 500)), at: 0, end: head.count)
                == nil)
    }

    @Test(
        "AudioSpecificConfig names codec, rate and channels",
        arguments: [
            ([0x12, 0x10], "mp4a.40.2", 44_100, 2), ([0x11, 0x88], "mp4a.40.2", 48_000, 1),
            ([0x2B, 0x92, 0x08, 0x00], "mp4a.40.5", 22_050, 2),
        ] as [([UInt8], String, Int, Int)])
    func configuration(bytes: [UInt8], codecs: String, rate: Int, channels: Int) throws {
        let config = try #require(AudioSpecificConfig(bytes))
        #expect(config.codecs == codecs && config.sampleRate == rate && config.channelCount == channels)
    }

    @Test("The peak is that of runs of half to one and a half target durations")
    func peak() throws {
        let measured = try #require(
            MeasuredBandwidth(sizes: [1000, 3000, 100], durations: [4, 4, 0.1], targetDuration: 4))
        #expect(measured.average == 8 * 4100 / 8.1)
        #expect(measured.peak == 8 * 3100 / 4.1)
        #expect(measured.greatest == 8000)
    }
}
