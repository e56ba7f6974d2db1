/// Why a command cannot do what it was asked, where the line itself makes sense.
///
/// The code decides the exit status; the rest is for people.
struct CommandError: Error, Sendable, Equatable {
    enum Code: Sendable, Equatable {
        /// There is no database yet where one is to be read.
        case noDatabase
        case noFolder
        /// There is no store yet where one is to be read.
        case noStore
        case noSuchJob
        /// An abbreviation that fits several jobs.
        case ambiguous
        /// The job is in no state in which that can be done.
        case wrongState
    }

    let code: Code
    /// What was attempted, as a verb: `open`.
    let attempt: String
    /// On what: a database, a job.
    let subject: String
    /// Why it failed, one clause.
    let cause: String
    /// What helps, one sentence, where something does.
    let remedy: String?

    init(_ code: Code, _ attempt: String, _ subject: String, because cause: String, remedy: String? = nil) {
        self.code = code
        self.attempt = attempt
        self.subject = subject
        self.cause = cause
        self.remedy = remedy
    }
}

extension CommandError: CustomStringConvertible {
    var description: String { "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "") }
}
