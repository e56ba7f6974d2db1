import LathePackaging
import Testing

@Suite("Codec strings")
struct CodecStringTests {
    @Test(
        "MPEG-4 audio is named by the object type of its configuration",
        arguments: [
            ("12 10", "mp4a.40.2"),  // AAC-LC, 44.1 kHz, stereo
            ("2B 92 08 00", "mp4a.40.5"),  // SBR
            ("EB 09 88 00", "mp4a.40.29"),  // PS
            ("F9 48 00", "mp4a.40.42"),  // xHE-AAC: the escape, then 32 + 10
        ])
    func objectType(config: String, expected: String) {
        #expect(CodecString.mpeg4Audio(audioSpecificConfig: bytes(config)) == expected)
    }

    @Test("A configuration that names no object type has no string", arguments: ["", "00", "F9"])
    func nothing(config: String) {
        #expect(CodecString.mpeg4Audio(audioSpecificConfig: bytes(config)) == nil)
    }

    @Test("The other codecs have fixed names")
    func fixed() {
        #expect(CodecString.mp3 == "mp4a.40.34")
        #expect(CodecString.flac == "fLaC")
        #expect(CodecString.vorbis == "vorbis")
        #expect(CodecString.opusInWebM == "opus")
        #expect(CodecString.opusInISOBMFF == "Opus")
    }
}
