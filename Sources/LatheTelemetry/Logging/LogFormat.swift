/// How a record becomes one line.
///
/// No record can begin a second line or reach a terminal's escape sequences, whatever its text: control characters are
/// escaped in both formats. Texts longer than 4096 bytes are cut, and end in `…`.
public enum LogFormat: String, Sendable, CaseIterable {
    /// One JSON object (RFC 8259) with the keys `time` (RFC 3339, UTC, milliseconds), `level`, `message`, `fields`.
    case json
    /// For people: `2026-11-25T23:32:09.123Z warning segment came late job=7`.
    case text
    /// The same, with the level in colour.
    case colour

    /// The format for a descriptor: text on a terminal, in colour unless the environment has `NO_COLOR`; else JSON.
    public static func suited(toTerminal isTerminal: Bool, environment: [String: String]) -> LogFormat {
        guard isTerminal else { return .json }
        return environment["NO_COLOR", default: ""].isEmpty ? .colour : .text
    }

    /// The record as a line, with the line feed at its end.
    public func render(_ record: LogRecord) -> [UInt8] {
        var line = LogLine()
        switch self {
        case .json: line.appendJSON(record)
        case .text: line.appendText(record, level: record.level.name)
        case .colour: line.appendText(record, level: "\u{1B}[\(record.level.colour)m\(record.level.name)\u{1B}[0m")
        }
        return line.bytes
    }
}

extension LogLevel {
    /// The parameter of SGR, ECMA-48 §8.3.117.
    fileprivate var colour: Int {
        switch self {
        case .debug: 90
        case .info: 32
        case .notice: 36
        case .warning: 33
        case .error: 31
        }
    }
}
