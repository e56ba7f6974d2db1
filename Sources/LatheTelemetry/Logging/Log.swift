public import struct Foundation.Date

/// Takes records of what happens, with a context that grows from the process down to one attempt of one job.
///
/// Values are cheap to copy and free of locks; what happens to a record is the sink's business:
/// ```swift
/// let log = Log(level: .info) { LogFormat.json.render($0) … }
/// let jobLog = log.with("job", id)
/// jobLog.warning("segment came late", ["milliseconds": 120])
/// ```
public struct Log: Sendable {
    /// Records below it are not even made.
    public let level: LogLevel

    private var context: [LogRecord.Field] = []
    private let now: @Sendable () -> Date
    private let sink: @Sendable (LogRecord) -> Void

    /// - Parameters:
    ///   - level: the least level that is recorded.
    ///   - now: the clock.
    ///   - sink: called on the thread that logs; it must not block for long.
    public init(
        level: LogLevel = .info, now: @escaping @Sendable () -> Date = { Date() },
        sink: @escaping @Sendable (LogRecord) -> Void
    ) {
        self.level = level
        self.now = now
        self.sink = sink
    }

    /// A log that drops everything.
    public static let silent = Log(level: .error) { _ in }

    /// A log whose records all carry the field; it replaces one of the same name.
    public func with(_ name: String, _ value: LogValue) -> Log {
        var log = self
        log.context = Self.adding([(name, value)], to: context)
        return log
    }

    /// Records the message, if the level is high enough; neither is the message made otherwise.
    public func record(
        _ level: LogLevel, _ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, LogValue> = [:]
    ) {
        guard level >= self.level else { return }
        sink(
            LogRecord(
                time: now(), level: level, message: message(),
                fields: Self.adding(fields.map { ($0.key, $0.value) }, to: context)))
    }

    public func debug(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        record(.debug, message(), fields)
    }

    public func info(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        record(.info, message(), fields)
    }

    public func notice(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        record(.notice, message(), fields)
    }

    public func warning(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        record(.warning, message(), fields)
    }

    public func error(_ message: @autoclosure () -> String, _ fields: KeyValuePairs<String, LogValue> = [:]) {
        record(.error, message(), fields)
    }

    private static func adding(_ fields: [(String, LogValue)], to context: [LogRecord.Field]) -> [LogRecord.Field] {
        fields.reduce(into: context) { all, field in
            let new = LogRecord.Field(field.0, field.1)
            if let index = all.firstIndex(where: { $0.name == new.name }) { all[index] = new } else { all.append(new) }
        }
    }
}
