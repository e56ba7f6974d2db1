import FoundationEssentials
import Lathe
import Testing

@testable import LatheCommand

@Suite("lathe transcode, what is asked for")
struct TranscodeRequestTests {
    private func request(_ words: String...) throws -> TranscodeRequest {
        try TranscodeRequest(TranscodeRequest.syntax.parse(words))
    }

    @Test("The defaults are the preset music, a thread per core, and a bar on a terminal")
    func defaults() throws {
        let request = try request("a.flac", "-o", "out")
        #expect(request.master == "a.flac")
        #expect(request.output == "out")
        #expect(request.preset == .music)
        #expect(request.layout == .segments)
        #expect(request.threadCount == nil)
        #expect(request.progress == .auto)
        #expect(!request.overwrite)
        #expect(!request.resume)
    }

    @Test("To go on and to start anew exclude each other")
    func resume() throws {
        #expect(try request("a.flac", "-o", "out", "--resume").resume)
        let message = "--overwrite starts anew and --resume goes on: only one of them can be had"
        #expect(throws: UsageError(message, command: "transcode")) {
            try request("a", "-o", "b", "--resume", "--overwrite")
        }
    }

    @Test("Every option is heard")
    func everything() throws {
        let request = try request(
            "--overwrite", "--threads", "3", "--progress=json", "--segment-duration", "6.5", "--rendition", "mp3-160",
            "--rendition=aac-96", "--layout", "single-file", "--preset", "music", "--output=out", "--", "-a.flac")
        #expect(request.master == "-a.flac")
        #expect(request.overwrite)
        #expect(request.layout == .singleFile)
        #expect(request.threadCount == 3)
        #expect(request.progress == .json)
        #expect(request.preset.segmentDuration == 6.5)
        #expect(request.preset.renditions.map(\.id) == ["aac-96", "mp3-160"])
    }

    @Test(
        "Values out of range are usage errors",
        arguments: [
            ("--segment-duration", "1.9", "--segment-duration takes a number from 2 to 10, not \"1.9\""),
            ("--segment-duration", "10.1", "--segment-duration takes a number from 2 to 10, not \"10.1\""),
            ("--segment-duration", "nan", "--segment-duration takes a number from 2 to 10, not \"nan\""),
            ("--threads", "0", "--threads takes a whole number from 1 to 256, not \"0\""),
            ("--layout", "one", "--layout takes one of segments, single-file, not \"one\""),
            ("--progress", "loud", "--progress takes one of auto, bar, json, none, not \"loud\""),
        ])
    func outOfRange(option: String, value: String, message: String) {
        #expect(throws: UsageError(message, command: "transcode")) { try request("a", "-o", "b", option, value) }
    }

    @Test("A stranger among the renditions is refused with the ids that there are")
    func strangeRendition() throws {
        let error = #expect(throws: LatheError.self) { try request("a", "-o", "b", "--rendition", "aac-97") }
        #expect(error?.code == .presetInvalid)
        #expect(error?.description.contains("aac-97") == true)
        #expect(error?.description.contains("aac-96, aac-160, aac-320") == true)
    }

    @Test("What has a slash or ends in .json5 or .json is a file", arguments: ["./music", "x.json5", "x.json"])
    func presetFile(place: String) {
        let error = #expect(throws: LatheError.self) { try request("a", "-o", "b", "--preset", place) }
        #expect(error?.description == "cannot read preset \(place): the file cannot be read.")
    }

    @Test("A preset printed by the tool can be read by it")
    func ownPreset() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "lathe-\(UUID()).json5")
        defer { try? FileManager.default.removeItem(at: file) }
        let captured = CapturedConsole()
        #expect(captured.run("presets music") == .success)
        try Data(captured.output.utf8).write(to: file)
        #expect(try request("a", "-o", "b", "--preset", file.path).preset == .music)
    }
}
