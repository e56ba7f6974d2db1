import LatheJobs
import LatheWorker

extension Job {
    /// What it is to make; nil where it is of another kind or version.
    var order: TranscodeOrder? { kind == TranscodeOrder.kind ? try? TranscodeOrder(json: payload) : nil }

    /// What it is about, in a few letters: the master's file name, or the track whose master lies in the store.
    var subject: String {
        switch order?.master {
        case .file(let path): path.split(separator: "/").last.map(String.init) ?? path
        case .object: order.map { "track \($0.track)" } ?? kind
        case nil: kind
        }
    }
}
