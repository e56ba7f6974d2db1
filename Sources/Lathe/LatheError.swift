internal import LatheMedia

/// Why a transcode, a probe or a preset failed.
///
/// The code decides what happens next (reject, retry, exit status); the rest is for people. Cancellation is not an
/// error of this type: it is Swift's `CancellationError`.
public struct LatheError: Error, Sendable, Equatable {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Equatable {
        /// There is no master at the path, or it cannot be opened as a file.
        case masterNotFound
        /// The master is not lossless audio, is damaged, or exceeds the limits. Trying again will not help.
        case masterRejected
        /// The preset does not exist or says something it must not.
        case presetInvalid
        /// The output exists already, or holds what Lathe did not make.
        case outputExists
        /// The output cannot be created.
        case outputNotCreated
        /// Reading the master or writing the package failed: a full disk, a vanished folder. Trying again may help.
        case inputOutput
        /// An encoder refused its settings or its input.
        case encoderFailed
    }

    /// What to decide by.
    public let code: Code
    /// What was attempted, as a verb: `transcode`.
    public let attempt: String
    /// On what: a path, a rendition.
    public let subject: String
    /// Why it failed, one clause.
    public let cause: String
    /// What helps, one sentence, where something does.
    public let remedy: String?

    /// Describes a failure; reads as "cannot `attempt` `subject`: `cause`. `remedy`".
    public init(_ code: Code, _ attempt: String, _ subject: String, because cause: String, remedy: String? = nil) {
        self.code = code
        self.attempt = attempt
        self.subject = subject
        self.cause = cause
        self.remedy = remedy
    }

    init(_ error: MediaError) {
        let code: Code =
            switch error.code {
            case .noSuchFile, .notReadable: .masterNotFound
            case .unsupported, .truncated, .corrupt, .limitExceeded: .masterRejected
            case .io: .inputOutput
            case .encoder: .encoderFailed
            }
        self.init(code, error.attempt, error.subject, because: error.cause, remedy: error.remedy)
    }
}

extension LatheError: CustomStringConvertible {
    /// `cannot transcode a.wav: the file is empty. Choose another.`
    public var description: String {
        "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "")
    }
}
