internal import Foundation
internal import LatheTelemetry
internal import Synchronization
internal import Testing

struct LogTests {
    /// 2026-11-25 23:32:09.123 UTC: date -u -d @1795649529.123
    private static let time = Date(timeIntervalSince1970: 1_795_649_529.1235)

    private func lines(_ format: LogFormat, level: LogLevel = .debug, _ body: (Log) -> Void) -> String {
        let output = Output()
        body(Log(level: level, now: { Self.time }, sink: { output.append(format.render($0)) }))
        return output.text
    }

    private final class Output: Sendable {
        private let bytes = Mutex<[UInt8]>([])
        func append(_ line: [UInt8]) { bytes.withLock { $0 += line } }
        var text: String { String(decoding: bytes.withLock { $0 }, as: UTF8.self) }
    }

    @Test("A record is one JSON object on one line")
    func json() {
        let text = lines(.json) {
            $0.with("job", "7").warning("late", ["segment": 12, "ratio": 0.5, "last": true, "name": "a \"b\""])
        }
        #expect(
            text == """
                {"time":"2026-11-25T23:32:09.123Z","level":"warning","message":"late",\
                "fields":{"job":"7","segment":12,"ratio":0.5,"last":true,"name":"a \\"b\\""}}\n
                """)
    }

    @Test("A record is one line of text, with quotes where a value could be mistaken")
    func text() {
        let text = lines(.text) { $0.with("job", "7").info("cut a segment", ["path": "a b", "n": 1, "none": ""]) }
        #expect(text == "2026-11-25T23:32:09.123Z info cut a segment job=7 path=\"a b\" n=1 none=\"\"\n")
    }

    @Test("Whatever a client sends, a record stays one line and no terminal obeys it", arguments: LogFormat.allCases)
    func injection(format: LogFormat) throws {
        let hostile = "x\n{\"level\":\"error\"}\r\u{1B}[2J\u{9B}\u{2028}\u{202E}\0\u{7F}\"\\\t"
        let text = lines(format) { $0.with(hostile, .string(hostile)).info(hostile) }
        #expect(text.utf8.count { $0 == 0x0A } == 1)
        let plain = text.replacing("\u{1B}[32m", with: "").replacing("\u{1B}[0m", with: "")
        #expect(plain.unicodeScalars.dropLast().allSatisfy { $0.value >= 0x20 && !(0x7F..<0xA0).contains($0.value) })
        #expect(!plain.contains("\u{2028}") && !plain.contains("\u{202E}"))
        guard format == .json else { return }
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect(object["message"] as? String == hostile)
        #expect((object["fields"] as? [String: String])?[hostile] == hostile)
    }

    @Test("What is no number in JSON becomes a string", arguments: [Double.nan, .infinity, -.infinity])
    func notFinite(number: Double) throws {
        let text = lines(.json) { $0.info("x", ["n": .number(number)]) }
        let object = try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
        #expect((object["fields"] as? [String: String])?["n"] == "\(number)")
    }

    @Test("A text of any length takes a bounded line", arguments: LogFormat.allCases)
    func length(format: LogFormat) {
        let text = lines(format) { $0.info("x", ["path": .string(String(repeating: "é\n", count: 100_000))]) }
        #expect(text.utf8.count < 5000)
        #expect(text.contains("…"))
    }

    @Test("Context grows, and a newer value replaces an older one")
    func context() {
        let text = lines(.text) {
            let job = $0.with("job", 7).with("attempt", 1)
            job.with("attempt", 2).info("again", ["job": 8])
            job.info("first")
        }
        #expect(
            text == """
                2026-11-25T23:32:09.123Z info again job=8 attempt=2
                2026-11-25T23:32:09.123Z info first job=7 attempt=1\n
                """)
    }

    @Test("A record below the level is not even made")
    func level() {
        let text = lines(.text, level: .warning) { log in
            log.info(
                {
                    Issue.record("the message was made"); return ""
                }())
            log.error("this one")
        }
        #expect(text == "2026-11-25T23:32:09.123Z error this one\n")
    }

    @Test("A secret is never printed")
    func secret() {
        let secret = Secret("hunter2")
        var dumped = ""
        dump(secret, to: &dumped)
        let text = lines(.json) { $0.info("with \(secret)", ["key": LogValue(secret)]) }
        for output in [text, dumped, "\([secret])", String(reflecting: secret)] {
            #expect(output.contains("***") && !output.contains("hunter2"))
        }
        #expect(secret.revealed == "hunter2")
    }

    @Test(
        "Times are written as RFC 3339 has them",
        arguments: [
            (-0.0004, "1969-12-31T23:59:59.999Z"), (0, "1970-01-01T00:00:00.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"), (1e300, "9999-12-31T23:59:59.999Z"),
            (-1e300, "0000-01-01T00:00:00.000Z"),
        ])
    func times(seconds: Double, expected: String) {
        let record = LogRecord(
            time: Date(timeIntervalSince1970: seconds), level: .info, message: "x", fields: [])
        #expect(String(decoding: LogFormat.text.render(record), as: UTF8.self) == "\(expected) info x\n")
    }

    @Test("Colour is for terminals that want it")
    func formats() {
        #expect(LogFormat.suited(toTerminal: false, environment: [:]) == .json)
        #expect(LogFormat.suited(toTerminal: true, environment: [:]) == .colour)
        #expect(LogFormat.suited(toTerminal: true, environment: ["NO_COLOR": "1"]) == .text)
    }
}
