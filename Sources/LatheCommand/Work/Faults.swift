import FoundationEssentials
import Glibc
import LatheWorker
import Synchronization

/// What tests make go wrong on purpose, by environment variables; in debugging builds only.
enum Faults {
    #if DEBUG
        static let areAllowed = true
    #else
        static let areAllowed = false
    #endif

    /// `crash:PATTERN` or `hang:PATTERN`: in the encoding of masters whose path contains the pattern.
    static let childVariable = "LATHE_CHILD_FAULT"
    /// `CHECKPOINT` or `CHECKPOINT:N`: the worker kills itself when it comes there for the Nth time.
    static let deathVariable = "LATHE_DIE_AT"
    /// The same, but it stops itself: who continues it makes it a zombie.
    static let stopVariable = "LATHE_STOP_AT"

    /// A file that says by how many milliseconds SQLite's clock is wrong.
    static let clockVariable = "LATHE_CLOCK_ERROR"

    /// A wrong clock for the database; nil for a right one.
    static func clock(_ environment: [String: String]) -> (@Sendable () -> Int64)? {
        guard areAllowed, let path = environment[clockVariable] else { return nil }
        return {
            let error = (try? String(contentsOfFile: path, encoding: .utf8)).flatMap { Int64($0) } ?? 0
            return Int64(Date().timeIntervalSince1970 * 1000) + error
        }
    }

    /// Does to the process at a checkpoint what the environment says.
    static func checkpoint(_ environment: [String: String]) -> @Sendable (Checkpoint) -> Void {
        guard areAllowed else { return { _ in } }
        let accidents = [(deathVariable, SIGKILL), (stopVariable, SIGSTOP)].compactMap { variable, signal in
            environment[variable].flatMap { Accident($0, signal) }
        }
        return { checkpoint in accidents.forEach { $0.mayHappen(at: checkpoint) } }
    }

    /// What a worker's children are to know of it.
    static func childEnvironment(_ environment: [String: String]) -> [String] {
        guard areAllowed, let fault = environment[childVariable] else { return [] }
        return ["\(childVariable)=\(fault)"]
    }

    /// A signal that the process sends itself.
    private final class Accident: Sendable {
        private let place: Checkpoint
        private let signal: Int32
        private let visitsLeft: Atomic<Int>

        init?(_ text: String, _ signal: Int32) {
            let parts = text.split(separator: ":")
            guard let place = parts.first.flatMap({ Checkpoint(rawValue: String($0)) }) else { return nil }
            self.place = place
            self.signal = signal
            visitsLeft = Atomic(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
        }

        func mayHappen(at checkpoint: Checkpoint) {
            guard checkpoint == place, visitsLeft.subtract(1, ordering: .relaxed).newValue == 0 else { return }
            raise(signal)
        }
    }
}
