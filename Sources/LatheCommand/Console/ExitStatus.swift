import Lathe
import LatheAccess
import LatheBackup
import LatheDatabase
import LatheHTTP
import LatheJobs
import LatheStorage
import LatheValidation
import LatheWorker

/// What the process tells its parent, after BSD's `sysexits.h`.
struct ExitStatus: Equatable, Sendable {
    let code: Int32

    static let success = ExitStatus(code: 0)
    /// The command line or the preset says something it must not.
    static let usage = ExitStatus(code: 64)
    /// The master is not lossless audio or is damaged.
    static let badMaster = ExitStatus(code: 65)
    /// A package breaks a requirement.
    static let badPackage = ExitStatus(code: 65)
    /// A backup, or a store, lacks something or holds something else.
    static let damaged = ExitStatus(code: 65)
    static let noMaster = ExitStatus(code: 66)
    /// There is no such job, or no database to look for it in.
    static let noInput = ExitStatus(code: 66)
    /// A service does not answer, the database for one. Trying again later may help.
    static let unavailable = ExitStatus(code: 69)
    /// An encoder failed, or Lathe itself.
    static let encoder = ExitStatus(code: 70)
    /// Lathe itself fails, or its tables are not what it left.
    static let internalFault = ExitStatus(code: 70)
    /// The output exists or cannot be created.
    static let noOutput = ExitStatus(code: 73)
    static let inputOutput = ExitStatus(code: 74)
    /// The database refuses this user, or the file this process.
    static let denied = ExitStatus(code: 77)

    /// Ended by a signal: 130 for SIGINT, 143 for SIGTERM, as shells count.
    static func signal(_ number: Int32) -> ExitStatus { ExitStatus(code: 128 + number) }

    /// Of a child process, by its own number.
    init(child code: Int32) { self.init(code: code) }

    /// - Parameter signal: the signal that cancelled the work, if one did.
    init(_ error: any Error, signal: Int32? = nil) {
        switch error {
        case is CancellationError: self = signal.map(Self.signal) ?? .encoder
        case is UsageError: self = .usage
        case is OutputError: self = .inputOutput
        case let error as LatheError: self.init(error.code)
        case let error as ValidationError: self.init(error.code)
        case let error as CommandError: self.init(error.code)
        case let error as DatabaseError: self.init(error.code)
        case let error as StorageError: self.init(error.code)
        case let error as AccessError: self.init(error.code)
        case let error as BackupError: self.init(error.code)
        // The address is taken, most often; another process may give it back.
        case is HTTPError: self = .unavailable
        case is WorkerError: self = .internalFault
        case is JobFailure: self = .internalFault
        default: self = .encoder
        }
    }

    init(_ code: LatheError.Code) {
        self =
            switch code {
            case .masterNotFound: .noMaster
            case .masterRejected: .badMaster
            case .presetInvalid: .usage
            case .outputExists, .outputNotCreated: .noOutput
            case .inputOutput: .inputOutput
            case .encoderFailed: .encoder
            }
    }

    init(_ code: ValidationError.Code) {
        self =
            switch code {
            case .notFound: .noMaster
            case .notAPackage: .usage
            case .unreadable: .inputOutput
            }
    }

    init(_ code: CommandError.Code) {
        self =
            switch code {
            case .noDatabase, .noStore, .noSuchJob: .noInput
            case .noFolder: .noOutput
            case .ambiguous, .wrongState: .usage
            }
    }

    init(_ code: DatabaseError.Code) {
        self =
            switch code {
            case .unavailable, .busy, .timeout, .serialization: .unavailable
            case .denied: .denied
            case .full: .inputOutput
            case .invalid: .usage
            case .constraint, .corrupt, .schema, .failed: .internalFault
            }
    }

    init(_ code: StorageError.Code) {
        self =
            switch code {
            case .notFound, .unavailable, .conditionFailed: .unavailable
            case .denied: .denied
            case .full, .corrupt: .inputOutput
            case .invalid: .usage
            }
    }

    init(_ code: AccessError.Code) {
        self =
            switch code {
            case .keyFileMissing: .noInput
            case .keyFileExists: .noOutput
            case .keyFileExposed: .denied
            case .keysInvalid, .claimsInvalid: .usage
            case .inputOutput: .inputOutput
            }
    }

    init(_ code: BackupError.Code) {
        self =
            switch code {
            case .notFound: .noInput
            case .damaged: .damaged
            case .busy, .toolMissing, .toolFailed: .unavailable
            case .newer: .internalFault
            case .mismatch: .usage
            case .notEmpty: .noOutput
            case .full, .inputOutput: .inputOutput
            }
    }

    private init(code: Int32) { self.code = code }
}

/// One paragraph for stderr, without the tool's name.
///
/// - Parameters:
///   - kept: renditions that the next run finds finished; said where a next run may come to a better end.
///   - total: all that were asked for.
func message(for error: any Error, kept: Int = 0, of total: Int = 0) -> String {
    guard kept > 0, mayPass(error) else { return paragraph(for: error, leaving: "nothing was left behind") }
    let left = "\(kept) of \(total) renditions are finished and kept"
    let saysSo = error is CancellationError
    return paragraph(for: error, leaving: left) + (saysSo ? "" : " \(left).") + " The same line goes on from there."
}

/// Whether the same line may succeed the next time.
private func mayPass(_ error: any Error) -> Bool {
    switch error {
    case is CancellationError: true
    case let error as LatheError: [.inputOutput, .encoderFailed].contains(error.code)
    default: false
    }
}

/// - Parameter left: what becomes of the output after an interruption.
private func paragraph(for error: any Error, leaving left: String) -> String {
    switch error {
    case is CancellationError: "interrupted; \(left)."
    case let error as UsageError: error.description
    case let error as LatheError: error.description
    case let error as ValidationError: error.description
    case let error as CommandError: error.description
    case let error as DatabaseError: error.description
    case let error as StorageError: error.description
    case let error as AccessError: error.description
    case let error as BackupError: error.description
    case let error as HTTPError: error.description
    case let error as WorkerError: error.description
    case let error as JobFailure: error.message + "." + (error.remedy.map { " \($0)" } ?? "")
    case let error as OutputError: "cannot write to standard output: \(error.cause)."
    default: "\(error)"
    }
}
