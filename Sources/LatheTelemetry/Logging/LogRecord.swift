public import struct Foundation.Date

/// One thing that happened.
public struct LogRecord: Sendable, Equatable {
    /// A named value that belongs to the record.
    public struct Field: Sendable, Equatable {
        public let name: String
        public let value: LogValue

        public init(_ name: String, _ value: LogValue) {
            self.name = name
            self.value = value
        }
    }

    public let time: Date
    public let level: LogLevel
    public let message: String
    /// No two have the same name.
    public let fields: [Field]

    public init(time: Date, level: LogLevel, message: String, fields: [Field]) {
        self.time = time
        self.level = level
        self.message = message
        self.fields = fields
    }
}
