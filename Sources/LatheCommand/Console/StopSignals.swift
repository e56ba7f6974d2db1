import Dispatch
import Glibc

/// Signals that arrive as values, on a thread of their own, instead of interrupting whatever runs.
///
/// Made before the first other thread, which then inherits the mask: so no handler runs and nothing need be
/// async-signal-safe. A signal that the parent had ignored (`nohup`, a job in the background) stays ignored.
struct StopSignals: Sendable {
    private let numbers: [Int32]

    /// Holds the signals back until `listen`.
    init(_ candidates: [Int32]) {
        numbers = candidates.filter { !Self.isIgnored($0) }
        var set = Self.set(of: numbers)
        pthread_sigmask(SIG_BLOCK, &set, nil)
    }

    /// Calls the handler for each signal, one after the other, until the process ends.
    func listen(_ handler: @escaping @Sendable (Int32) -> Void) {
        guard !numbers.isEmpty else { return }
        DispatchQueue(label: "lathe.signals").async { [numbers] in
            var set = Self.set(of: numbers)
            var number: Int32 = 0
            while true {
                if sigwait(&set, &number) == 0 { handler(number) }
            }
        }
    }

    private static func set(of numbers: [Int32]) -> sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        return set
    }

    private static func isIgnored(_ number: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(number, nil, &action) == 0 else { return false }
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1  // SIG_IGN
    }
}
