import LatheMedia
import Testing

@Suite("Facts and tags are the file's own")
struct MasterFactsTests {
    struct Case: Sendable {
        var name: String
        var expected: String
    }

    @Test(
        "Facts",
        arguments: [
            Case(name: "music.flac", expected: "flac flac 44100 Hz 2 ch 0x3 16 bit int 529200"),
            Case(name: "32bit.flac", expected: "flac flac 48000 Hz 2 ch 0x3 32 bit int 4800"),
            Case(name: "35467hz.flac", expected: "flac flac 35467 Hz 1 ch 0x4 16 bit int 3547"),
            Case(name: "surround-5.1.flac", expected: "flac flac 48000 Hz 6 ch 0x3f 16 bit int 4800"),
            Case(name: "stereo.oga", expected: "ogg flac 44100 Hz 2 ch 0x3 16 bit int 9217"),
            Case(name: "mono-8bit.wav", expected: "wav pcm_u8 8000 Hz 1 ch 0x4 8 bit int 801"),
            Case(name: "24bit-in-32.wav", expected: "wav pcm_s32le 48000 Hz 2 ch 0x3 24 bit int 1000"),
            Case(name: "surround-5.1.wav", expected: "wav pcm_s16le 48000 Hz 6 ch 0x3f 16 bit int 4800"),
            Case(name: "stereo-float.wav", expected: "wav pcm_f32le 48000 Hz 2 ch 0x3 32 bit float 1500"),
            Case(name: "mono-double.wav", expected: "wav pcm_f64le 48000 Hz 1 ch 0x4 64 bit float 700"),
            Case(name: "stereo.rf64", expected: "rf64 pcm_s16le 44100 Hz 2 ch 0x3 16 bit int 2000"),
            Case(name: "stereo.w64", expected: "w64 pcm_s16le 44100 Hz 2 ch 0x3 16 bit int 2000"),
            Case(name: "stereo.aiff", expected: "aiff pcm_s16be 44100 Hz 2 ch 0x3 16 bit int 2000"),
            Case(name: "stereo-float.aifc", expected: "aifc pcm_f32be 48000 Hz 2 ch 0x3 32 bit float 1500"),
            Case(name: "stereo-little-endian.aifc", expected: "aifc pcm_s16le 44100 Hz 2 ch 0x3 16 bit int 2000"),
        ])
    func facts(of example: Case) throws {
        let facts = try MasterReader(path: Masters.path(example.name)).facts
        let mask = "0x" + String(facts.channelMask, radix: 16)
        let kind = facts.isFloat ? "float" : "int"
        let text = """
            \(facts.container) \(facts.codec) \(facts.sampleRate) Hz \(facts.channelCount) ch \(mask) \
            \(facts.bitsPerSample) bit \(kind) \(facts.sampleCount.map(String.init) ?? "unknown")
            """
        #expect(text == example.expected)
        #expect(facts.byteCount == (try Masters.bytes(example.name).count))
    }

    @Test("Vorbis comments, native and in Ogg", arguments: ["music.flac", "stereo.oga"])
    func vorbisComments(name: String) throws {
        let tags = try MasterReader(path: Masters.path(name)).facts.tags
        var expected = MasterTags()
        expected.title = "Fixture in C"
        expected.artist = "Lathe"
        expected.album = "Fixtures"
        expected.date = "2026-01-02"
        expected.track = "3"
        expected.isrc = "XXLTH2600003"
        expected.trackGain = "-6.20 dB"
        expected.trackPeak = "0.98765"
        expected.albumGain = "-5.10 dB"
        expected.albumPeak = "0.99000"
        #expect(tags == expected)
    }

    @Test("INFO lists: their ISRC is a source, not a recording code")
    func infoList() throws {
        var expected = MasterTags()
        expected.title = "Fixture in C"
        expected.artist = "Lathe"
        #expect(try MasterReader(path: Masters.path("stereo-16bit.wav")).facts.tags == expected)
    }

    @Test("Texts are bounded, repaired and without control characters; the first of a name wins")
    func hostileTags() throws {
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 10_000)
        let comments: [[UInt8]] = [
            Array("TiTlE= A\u{07}\u{0}B\n ".utf8), Array("title=second".utf8), Array("artist=".utf8) + [0xFF, 0x41],
            Array("album=".utf8) + long, Array("no equals sign".utf8), Array("date= \n".utf8), Array("=".utf8),
        ]
        let tags = try Masters.decode(FLACBytes.tagged(comments)).facts.tags
        #expect(tags.title == "AB")
        #expect(tags.artist == "\u{FFFD}A")
        #expect(tags.album == String(repeating: "x", count: 4096))
        #expect(tags.date == nil)
    }

    @Test("A FLAC that names its loudspeakers", arguments: [("0x600", 0x600 as UInt64), ("0x1", 0x3), ("0xZZ", 0x3)])
    func channelMask(text: String, mask: UInt64) throws {
        let comment = Array("WAVEFORMATEXTENSIBLE_CHANNEL_MASK=\(text)".utf8)
        #expect(try Masters.decode(FLACBytes.tagged([comment])).facts.channelMask == mask)
    }

    @Test("A WAVE mask that does not fit gives the usual layout and a warning")
    func wrongMask() throws {
        var wave = WaveBytes(data: [1, 2, 3, 4])
        wave.extensible = (16, 0x7, 1)
        let decoded = try Masters.decode(wave.bytes)
        #expect(decoded.facts.channelMask == 0x3)
        #expect(decoded.warnings == ["The channel mask does not fit 2 channels; the usual layout was assumed."])
    }

    @Test("An ID3v2 chunk in WAVE and BW64", arguments: ["RIFF", "BW64"])
    func id3Chunk(form: String) throws {
        func frame(_ id: String, _ text: String) -> [UInt8] {
            Array(id.utf8) + [0, 0, 0, UInt8(text.utf8.count + 1), 0, 0, 3] + Array(text.utf8)
        }
        let frames =
            frame("TIT2", "In ID3") + frame("TSRC", "US-ABC-26-00001")
            + frame("TXXX", "replaygain_track_gain\0-3.00 dB")
        let id3 = Array("ID3".utf8) + [4, 0, 0, 0, 0, 0, UInt8(frames.count)] + frames
        var wave = WaveBytes(form: form, data: [UInt8](0..<40), behind: WaveBytes.chunk("id3 ", id3))
        if form == "BW64" {
            wave.ds64 =
                [UInt8](little: UInt64(wave.bytes.count + 28)) + [UInt8](little: UInt64(40))
                + [UInt8](repeating: 0, count: 12)
        }
        let facts = try Masters.decode(wave.bytes).facts
        #expect(facts.container == (form == "RIFF" ? "wav" : "bw64"))
        #expect(facts.tags.title == "In ID3")
        #expect(facts.tags.isrc == "US-ABC-26-00001")
        #expect(facts.tags.trackGain == "-3.00 dB")
    }
}
