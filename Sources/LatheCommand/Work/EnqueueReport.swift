import LatheJobs
import Synchronization

/// What `lathe enqueue` says of each master.
final class EnqueueReport: Sendable {
    private let console: Console
    private let isJSON: Bool
    private let counts = Mutex((new: 0, known: 0, refused: 0))

    init(console: Console, isJSON: Bool) {
        self.console = console
        self.isJSON = isJSON
    }

    private struct Line: Encodable {
        let master: String
        var job: String?
        var state: String?
        var isNew: Bool?
        var error: String?
    }

    func accepted(_ master: String, _ job: Job, _ isNew: Bool) throws {
        counts.withLock { if isNew { $0.new += 1 } else { $0.known += 1 } }
        if isJSON {
            try console.write(
                jsonLine(Line(master: master, job: job.id, state: job.state.rawValue, isNew: isNew)))
        } else {
            try console.write("\(job.id)  \(isNew ? "enqueued" : "known, \(job.state.rawValue)")  \(master)\n")
        }
    }

    func refused(_ master: String, _ error: any Error) throws {
        counts.withLock { $0.refused += 1 }
        if isJSON {
            try console.write(jsonLine(Line(master: master, error: message(for: error))))
        } else {
            console.warn("lathe: " + message(for: error) + "\n")
        }
    }

    /// Sums up where there is something to sum up.
    func finish() {
        let (new, known, refused) = counts.withLock { $0 }
        guard !isJSON, new + known + refused > 1 else { return }
        let parts = ["\(new) enqueued", known > 0 ? "\(known) known" : nil, refused > 0 ? "\(refused) refused" : nil]
        console.warn(parts.compactMap(\.self).joined(separator: ", ") + "\n")
    }
}
