import FoundationEssentials
import Testing

@testable import Lathe
@testable import LatheCommand

@Suite("JSON lines")
struct JSONReportTests {
    private func said(_ report: (JSONReport) throws -> Void) rethrows -> String {
        let captured = CapturedConsole()
        try report(JSONReport(console: captured.console))
        return captured.output
    }

    private func decoded<Value: Decodable>(_ type: Value.Type, _ line: String) throws -> Value {
        try JSONDecoder().decode(type, from: Data(line.utf8))
    }

    @Test("Progress is one line")
    func progress() throws {
        let line = said { $0.progress(Samples.progress) }
        #expect(
            line == """
                {"elapsed":4.2,"event":"progress","fraction":0.625,"remaining":2.52,"renditions":[\
                {"fraction":1,"id":"aac-96","segments":75,"state":"finished"},\
                {"fraction":0.25,"id":"vorbis-96","segments":1,"state":"encoding"}],"speed":38.12}

                """)
        #expect(try decoded(ProgressEvent.self, line) == ProgressEvent(Samples.progress))
    }

    @Test("What is unknown is left out")
    func unknown() {
        #expect(
            said { $0.progress(Samples.beginning) } == """
                {"elapsed":0,"event":"progress","renditions":[{"id":"aac-96","segments":0,"state":"waiting"}],"speed":0}

                """)
    }

    @Test("The end is one line with the package's figures")
    func finished() throws {
        let line = try said { try $0.finished(Samples.result) }
        #expect(line.hasSuffix("}\n") && !line.dropLast().contains("\n"))
        let event = try decoded(FinishedEvent.self, line)
        #expect(event == FinishedEvent(Samples.result))
        #expect(event.event == "finished")
        #expect(event.output == "my out")
        #expect(event.duration == 300)
        #expect(event.speed == 43.48)
        #expect(event.loudness.integrated == -14.13)
        #expect(event.manifests.map(\.path) == ["master.m3u8", "manifest.mpd"])
        #expect(event.renditions.map(\.bytes) == [95_700, 1_250_000])
    }

    @Test("A failure is one line with the exit status")
    func failed() {
        #expect(
            said { $0.failed("cannot read \"a/b\".", status: .badMaster) } == """
                {"event":"failed","message":"cannot read \\"a/b\\".","status":65}

                """)
    }
}
