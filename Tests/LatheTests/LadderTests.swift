internal import LatheMedia
internal import LathePackaging
internal import Testing

@testable internal import Lathe

struct LadderTests {
    private func facts(sampleRate: Int, channelCount: Int = 2, sampleCount: Int? = 1_000_000) -> MasterFacts {
        MasterFacts(
            container: "flac", codec: "flac", sampleRate: sampleRate, channelCount: channelCount, channelMask: 0,
            bitsPerSample: 16, isFloat: false, sampleCount: sampleCount, byteCount: 1, tags: MasterTags())
    }

    private func ladder(_ facts: MasterFacts, _ preset: Preset = .music) throws -> Ladder {
        try Ladder(preset: preset, facts: facts, subject: "master.flac")
    }

    @Test(
        "The master's rate where the codec has it, else 44.1 or 48 kHz by its family",
        arguments: [
            (44_100, 44_100), (48_000, 48_000), (32_000, 32_000), (22_050, 22_050), (8000, 8000), (88_200, 44_100),
            (96_000, 48_000), (176_400, 44_100), (192_000, 48_000), (35_467, 48_000), (37_800, 48_000),
        ])
    func sampleRates(master: Int, expected: Int) throws {
        #expect(
            try ladder(facts(sampleRate: master)).plans.map(\.form.sampleRate) == Array(repeating: expected, count: 9))
    }

    @Test("One conversion serves all renditions, and says so only where something is converted")
    func sharedInput() throws {
        #expect(try ladder(facts(sampleRate: 44_100)).inputs.count == 1)
        #expect(try ladder(facts(sampleRate: 44_100)).notes == [])
        #expect(try ladder(facts(sampleRate: 96_000)).inputs == [.init(sampleRate: 48_000, channelCount: 2)])
        #expect(try ladder(facts(sampleRate: 96_000)).notes == ["resampled from 96000 Hz to 48000 Hz"])
    }

    @Test("A preset may let hi-res rates through; cuts still fall on the same instants")
    func highRates() throws {
        var preset = Preset.music
        preset.maximumSampleRate = 96_000
        let plans = try ladder(facts(sampleRate: 96_000), preset).plans
        let (aac, mp3) = (plans[0], plans[3])
        #expect(aac.form.sampleRate == 96_000)
        #expect(mp3.form.sampleRate == 48_000)
        #expect(aac.timeline.range(ofSegment: 1).lowerBound == 2 * mp3.timeline.range(ofSegment: 1).lowerBound)
    }

    @Test("What a codec cannot hold is clamped and said")
    func clamping() throws {
        let mono = try ladder(facts(sampleRate: 44_100, channelCount: 1))
        #expect(mono.plans[2].bitsPerSecond == 264_600)
        #expect(mono.notes == ["aac-320: 265 kbit/s, what aac takes for mono at 44100 Hz"])
        let low = try ladder(facts(sampleRate: 22_050))
        #expect(low.plans[5].bitsPerSecond == 160_000)
    }

    @Test("More than two channels are folded and said, or refused by the preset")
    func downmix() throws {
        let surround = facts(sampleRate: 48_000, channelCount: 6)
        #expect(try ladder(surround).plans.allSatisfy { $0.form.channelCount == 2 })
        #expect(try ladder(surround).notes == ["6 channels folded to stereo (ITU-R BS.775)"])
        var strict = Preset.music
        strict.downmix = .refuse
        let error = try #require(throws: LatheError.self) { try ladder(surround, strict) }
        #expect(error.code == .masterRejected)
    }
}
