/// One thing that is not as it should be, and where.
public struct Finding: Sendable, Hashable {
    /// What it means for listeners.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        /// A requirement is broken: players fail, or play something else than the master.
        case error
        /// A recommendation is not followed, or players differ.
        case warning
        /// Worth knowing; nothing is wrong.
        case note
    }

    /// A file, and a line or byte in it.
    public struct Place: Sendable, Hashable {
        /// Relative to the package; empty for the package itself.
        public var file: String
        /// Counted from 1, in files of text.
        public var line: Int?
        /// Counted from 0, in binary files.
        public var offset: Int?

        /// Names a place.
        public init(_ file: String, line: Int? = nil, offset: Int? = nil) {
            self.file = file
            self.line = line
            self.offset = offset
        }
    }

    /// Which rule is broken; stable, for programs.
    public let code: FindingCode
    /// The file that is wrong, and where in it.
    public let place: Place
    /// What was found and what was expected: one clause.
    public let message: String

    /// How bad it is: that of the rule.
    public var severity: Severity { code.rule.severity }
    /// The paragraph of the standard that says so.
    public var clause: String { code.rule.clause }
    /// What to do about it: one sentence.
    public var remedy: String { code.rule.remedy }
}

extension Finding.Place: CustomStringConvertible {
    /// `index.m3u8:7`, `00001.m4s@64`.
    public var description: String {
        let name = file.isEmpty ? "." : file
        if let line { return "\(name):\(line)" }
        if let offset { return "\(name)@\(offset)" }
        return name
    }
}
