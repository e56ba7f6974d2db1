internal import Foundation
internal import Testing

@testable internal import Lathe

struct PresetTests {
    private func read(_ text: String) throws -> Preset { try Preset(json5: Data(text.utf8), from: "mine.json5") }

    @Test("Every preset in Presets/ is built in, loads, and is named after its file")
    func builtIn() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Presets")
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".json5") }
        #expect(Set(files) == Set(Preset.builtIn.map { "\($0.name).json5" }))
        for file in files {
            let preset = try Preset(contentsOf: folder.appending(path: file).path)
            #expect(try Preset.named(preset.name) == preset)
            #expect(Preset.source(of: preset.name)?.contains("//") == true)
        }
    }

    @Test("The default is nine renditions in segments of 4 s")
    func music() {
        #expect(Preset.music.segmentDuration == 4)
        #expect(
            Preset.music.renditions.map(\.id) == [
                "aac-96", "aac-160", "aac-320", "mp3-96", "mp3-160", "mp3-320", "vorbis-96", "vorbis-160", "vorbis-320",
            ])
    }

    @Test("The lossless preset is the default and FLAC; Opus has a preset of its own")
    func others() {
        #expect(Preset.musicLossless.renditions.filter { $0.codec != .flac } == Preset.music.renditions)
        #expect(Preset.musicLossless.renditions.map(\.id).contains("flac"))
        #expect(Preset.opus.renditions.map(\.id) == ["opus-64", "opus-96", "opus-160"])
    }

    @Test(
        "What is no text, or not JSON5, is an error",
        arguments: [[0x7B, 0x6B, 0xFF, 0xFF, 0x3A], [0xFF, 0xFE], [], Array("{ name".utf8)] as [[UInt8]])
    func noText(bytes: [UInt8]) {
        #expect { try Preset(json5: Data(bytes), from: "mine.json5") } throws: {
            ($0 as? LatheError)?.code == .presetInvalid
        }
    }

    @Test("What may be left out has its default")
    func defaults() throws {
        let preset = try read(#"{ name: "one", renditions: [{ codec: "mp3", kilobitsPerSecond: 128 }] }"#)
        #expect(preset.segmentDuration == 4)
        #expect(preset.downmix == .itu)
        #expect(preset.maximumSampleRate == 48_000)
    }

    @Test(
        "An error names the field and what it may hold",
        arguments: [
            (#"{ name: "x", renditions: [] }"#, "renditions must be a list of at least one"),
            (#"{ renditions: [] }"#, "name is missing"),
            (#"{ name: "x", speed: 3, renditions: [] }"#, "speed: no such field; there are name, summary"),
            (
                #"{ name: "x", renditions: [{ codec: "aacc", kilobitsPerSecond: 96 }] }"#,
                "renditions[0].codec: \"aacc\" is none of aac, mp3, vorbis"
            ),
            (
                #"{ name: "x", renditions: [{ codec: "aac", kilobitsPerSecond: "96" }] }"#,
                "renditions[0].kilobitsPerSecond has the wrong type"
            ),
            (
                #"{ name: "x", renditions: [{ codec: "flac", kilobitsPerSecond: 96 }] }"#,
                "renditions[0].kilobitsPerSecond must be left out: flac has no bit rate"
            ),
            (
                #"{ name: "x", renditions: [{ codec: "opus" }] }"#,
                "renditions[0].kilobitsPerSecond must be given: 8 to 512"
            ),
            (
                #"{ name: "x", renditions: [{ codec: "flac", options: { compressionLevel: "9" } }] }"#,
                "renditions[0].options.compressionLevel must be 0 to 8, not 9"
            ),
            (
                #"{ name: "x", segmentDuration: 1, renditions: [{ codec: "aac", kilobitsPerSecond: 96 }] }"#,
                "segmentDuration must be 2 to 10 seconds, not 1.0"
            ),
            (
                #"{ name: "x", renditions: [{ codec: "mp3", kilobitsPerSecond: 96, options: { quality: "11" } }] }"#,
                "renditions[0].options.quality must be 0 to 9, not 11"
            ),
            (
                #"""
                { name: "x", renditions: [{ codec: "aac", kilobitsPerSecond: 96 },
                                          { codec: "aac", kilobitsPerSecond: 96 }] }
                """#, "renditions[1] must be different from the others: there are two of aac-96"
            ),
            ("{ name: ", "it is not JSON5"),
        ])
    func errors(text: String, expected: String) throws {
        let error = try #require(throws: LatheError.self) { try read(text) }
        #expect(error.code == .presetInvalid)
        #expect(error.description.contains(expected), "\(error)")
    }

    @Test("Selecting keeps the preset's order and refuses unknown ids")
    func selection() throws {
        #expect(try Preset.music.selecting(["mp3-96", "aac-320"]).renditions.map(\.id) == ["aac-320", "mp3-96"])
        let error = try #require(throws: LatheError.self) { try Preset.music.selecting(["opus-96"]) }
        #expect(error.description.contains("aac-96, aac-160"))
    }

    @Test("An unknown name is an error that lists the known ones")
    func unknown() throws {
        let error = try #require(throws: LatheError.self) { try Preset.named("musik") }
        #expect(error.description.contains("\"music\""))
    }
}
