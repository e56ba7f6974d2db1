import LatheTelemetry
import Testing

@testable import LatheCommand

@Suite("The configured log")
struct ConfigurationLogTests {
    @Test(
        "Text is for terminals, color for those who want it, JSON for the rest",
        arguments: [
            ("auto", false, "", .json), ("auto", true, "", .colour), ("auto", true, "1", .text),
            ("json", true, "", .json), ("text", false, "", .text), ("text", true, "", .colour),
            ("text", true, "1", .text),
        ] as [(String, Bool, String, LogFormat)])
    func format(style: String, isTerminal: Bool, noColor: String, format: LogFormat) throws {
        let configuration = try Configuration.resolve(flags: ["log-format": style])
        #expect(configuration.logFormat(onTerminal: isTerminal, environment: ["NO_COLOR": noColor]) == format)
    }

    @Test("The level is the configured one")
    func level() throws {
        let configuration = try Configuration.resolve(environment: ["LATHE_LOG_LEVEL": "error"])
        #expect(configuration.log(CapturedConsole().console).log.level == .error)
    }
}
