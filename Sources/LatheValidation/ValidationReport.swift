/// What a package was found to be.
public struct ValidationReport: Sendable, Equatable {
    /// What was looked at, as it was named.
    public let subject: String
    /// In order of files, and of places in them.
    public let findings: [Finding]
    /// Findings of the same kind that were left out, because the report is long enough.
    public let suppressedCount: Int
    /// Files that were read.
    public let fileCount: Int
    /// Media segments that were read, each once.
    public let segmentCount: Int
    /// How long the longest rendition lasts.
    public let seconds: Double

    /// Findings of one severity.
    public func count(of severity: Finding.Severity) -> Int {
        findings.count { $0.severity == severity }
    }

    /// A requirement is broken.
    public var hasErrors: Bool { findings.contains { $0.severity == .error } }

    /// There is neither an error nor a warning.
    public var isClean: Bool { !findings.contains { $0.severity != .note } }
}

extension ValidationReport: Encodable {
    /// The value of `schema`.
    public static let schema = "lathe-validation/1"

    private enum Key: String, CodingKey {
        case schema, subject, clean, errors, warnings, notes, suppressed, files, segments, seconds, findings
    }

    /// One object: `schema`, `subject`, `clean`, counts (`errors`, `warnings`, `notes`, `suppressed`), what was read
    /// (`files`, `segments`, `seconds`) and `findings`. Keys are added, never renamed or removed.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode(subject, forKey: .subject)
        try container.encode(isClean, forKey: .clean)
        try container.encode(count(of: .error), forKey: .errors)
        try container.encode(count(of: .warning), forKey: .warnings)
        try container.encode(count(of: .note), forKey: .notes)
        try container.encode(suppressedCount, forKey: .suppressed)
        try container.encode(fileCount, forKey: .files)
        try container.encode(segmentCount, forKey: .segments)
        try container.encode(rounded(seconds), forKey: .seconds)
        try container.encode(findings, forKey: .findings)
    }
}

extension Finding: Encodable {
    private enum Key: String, CodingKey {
        case code, severity, file, line, offset, message, clause, remedy
    }

    /// `code`, `severity`, `file`, `line` or `offset` where there is one, `message`, `clause`, `remedy`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(code.rawValue, forKey: .code)
        try container.encode(severity.rawValue, forKey: .severity)
        try container.encode(place.file, forKey: .file)
        try container.encodeIfPresent(place.line, forKey: .line)
        try container.encodeIfPresent(place.offset, forKey: .offset)
        try container.encode(message, forKey: .message)
        try container.encode(clause, forKey: .clause)
        try container.encode(remedy, forKey: .remedy)
    }
}
