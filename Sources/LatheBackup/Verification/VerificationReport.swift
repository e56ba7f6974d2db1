/// What a verification looked at, and what is wrong.
public struct VerificationReport: Sendable, Equatable, Codable {
    /// Something that is not as it must be.
    public struct Finding: Sendable, Equatable, Codable {
        /// What is wrong, whatever the text says.
        public enum Code: String, Sendable, Codable {
            /// The catalogue, or the backup, counts on it, and it is not there.
            case missing
            /// It is there, and other bytes than were put there.
            case damaged
            /// The database contradicts itself, or cannot be read.
            case database
        }

        /// What is wrong.
        public let code: Code
        /// An object's key, or what a part of a backup is called.
        public let subject: String
        /// One clause.
        public let message: String
    }

    /// The value of `schema`.
    public private(set) var schema = "lathe-verification/1"
    /// In the order in which they were found; no more than `limit`.
    public private(set) var findings: [Finding] = []
    /// Findings beyond those.
    public private(set) var suppressed = 0
    /// Objects that were looked for.
    public private(set) var objects = 0
    /// Objects whose bytes were read.
    public private(set) var read = 0
    /// Of those.
    public private(set) var bytes = 0

    /// More of them say no more.
    static let limit = 1000

    /// Nothing is wrong with what was looked at.
    public var isClean: Bool { findings.isEmpty }

    /// How many there are, with those beyond the limit.
    public var count: Int { findings.count + suppressed }

    mutating func add(_ code: Finding.Code, _ subject: String, _ message: String) {
        add(Finding(code: code, subject: subject, message: message))
    }

    mutating func add(_ finding: Finding) {
        if findings.count < Self.limit { findings.append(finding) } else { suppressed += 1 }
    }

    mutating func merge(_ other: VerificationReport) {
        other.findings.forEach { add($0) }
        suppressed += other.suppressed
        (objects, read, bytes) = (objects + other.objects, read + other.read, bytes + other.bytes)
    }

    mutating func add(_ check: ObjectCheck) {
        objects += 1
        if check.isRead { read += 1 }
        bytes += check.bytes
        if let finding = check.finding { add(finding) }
    }
}

/// What became of one object.
struct ObjectCheck: Sendable {
    var isRead = false
    /// That were read.
    var bytes = 0
    var finding: VerificationReport.Finding?
}
