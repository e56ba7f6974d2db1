/// Why a master could not be read, decoded, resampled or encoded.
///
/// The code decides what happens next (reject, retry, exit status); the rest is for people.
public struct MediaError: Error, Sendable, Equatable {
    /// What kind of failure it is.
    public enum Code: String, Sendable, Equatable {
        /// There is no file at the path.
        case noSuchFile
        /// The path exists but is a directory, a FIFO, a device, or may not be read.
        case notReadable
        /// The file is of a kind that Lathe does not take as a master: lossy, compressed, no audio at all.
        case unsupported
        /// The file ends before its audio does.
        case truncated
        /// The file contradicts itself: checksum, frame structure, declared length, change of format.
        case corrupt
        /// The file is larger, longer, wider or faster than the limits allow.
        case limitExceeded
        /// The operating system failed a read.
        case io
        /// An encoder or resampler refused its settings or its input.
        case encoder
    }

    /// What to decide by.
    public let code: Code
    /// What was attempted, as a verb: `decode`.
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
}

extension MediaError: CustomStringConvertible {
    /// `cannot decode a.wav: the file is empty. Choose another.`
    public var description: String {
        "cannot \(attempt) \(subject): \(cause)." + (remedy.map { " \($0)" } ?? "")
    }
}
