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

    /// Ends the process at the checkpoint that the environment names.
    static func checkpoint(_ environment: [String: String]) -> @Sendable (Checkpoint) -> Void {
        guard areAllowed, let text = environment[deathVariable] else { return { _ in } }
        let parts = text.split(separator: ":")
        guard let name = parts.first, let deadly = Checkpoint(rawValue: String(name)) else { return { _ in } }
        let countdown = Countdown(parts.count > 1 ? Int(parts[1]) ?? 1 : 1)
        return { checkpoint in
            if checkpoint == deadly, countdown.isOver() { kill(getpid(), SIGKILL) }
        }
    }

    /// What a worker's children are to know of it.
    static func childEnvironment(_ environment: [String: String]) -> [String] {
        guard areAllowed, let fault = environment[childVariable] else { return [] }
        return ["\(childVariable)=\(fault)"]
    }

    private final class Countdown: Sendable {
        private let left: Atomic<Int>

        init(_ count: Int) { left = Atomic(count) }

        func isOver() -> Bool { left.subtract(1, ordering: .relaxed).newValue == 0 }
    }
}
