/// How much a log record matters, least first.
public enum LogLevel: Int, Sendable, CaseIterable, Comparable {
    /// Of use to who looks for a fault.
    case debug
    /// The normal course of things.
    case info
    /// Normal but worth a look: a start, a stop, a change of configuration.
    case notice
    /// Something failed and was made up for.
    case warning
    /// Something failed and somebody lost by it.
    case error

    /// Reads a level's name as it is written in configuration; nil if there is no such level.
    public init?(_ name: String) {
        guard let level = Self.allCases.first(where: { $0.name == name }) else { return nil }
        self = level
    }

    /// The lower-case name.
    public var name: String {
        switch self {
        case .debug: "debug"
        case .info: "info"
        case .notice: "notice"
        case .warning: "warning"
        case .error: "error"
        }
    }

    public static func < (left: LogLevel, right: LogLevel) -> Bool { left.rawValue < right.rawValue }
}
