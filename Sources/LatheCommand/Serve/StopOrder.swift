import Glibc
import LatheTelemetry

/// The first signal asks a process to come to its end; the second one ends it.
struct StopOrder: Sendable {
    private let orders: AsyncStream<Void>

    init(_ signals: StopSignals, _ log: Log, _ writer: LineWriter) {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        orders = stream
        let first = Box<Int32>()
        signals.listen { number in
            guard first.fill(number) else {
                writer.flush()
                _exit(ExitStatus.signal(number).code)
            }
            log.notice("stopping", ["signal": LogValue(number)])
            continuation.finish()
        }
    }

    /// Returns after the first signal.
    func wait() async { for await _ in orders {} }
}
