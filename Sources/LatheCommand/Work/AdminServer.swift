import LatheHTTP
import LatheJobs
import LatheStorage
import LatheTelemetry
import Synchronization

/// What operators' tools ask a process: `/livez`, `/readyz`, `/metrics`.
///
/// It is ready when database and store answer. A broker or a webhook that does not makes nobody unready, for nothing is
/// lost: how far they are behind is in the metrics.
struct AdminServer {
    private let server: HTTPServer

    init(at endpoint: Endpoint, metrics: Metrics, workplace: Workplace, log: Log) throws {
        let queue = workplace.queue
        let jobs = metrics.gauge("lathe_jobs", help: "Jobs that are not at their end, by state.", labels: ["state"])
        let events = EventGauges(workplace.catalog, in: metrics)
        var router = Router(log: log)
        router.register(.get, "/livez") { _ in .text("alive\n") }
        router.register(.get, "/readyz") { _ in
            do {
                _ = try await queue.time()
                _ = try await workplace.store.list(prefix: "ready", after: nil, limit: 1)
                return .text("ready\n")
            } catch {
                log.warning("not ready", ["error": LogValue(error)])
                return .text("not ready\n", 503)
            }
        }
        router.register(.get, "/metrics") { _ in
            let counts = try await queue.counts(of: Job.State.unfinished)
            for state in Job.State.unfinished { jobs[state.rawValue].set(Double(counts[state] ?? 0)) }
            try await events.refresh()
            return Response(
                200, headers: ["Content-Type": Metrics.contentType], body: .bytes(Array(metrics.rendered().utf8)))
        }
        var configuration = ServerConfiguration()
        configuration.host = endpoint.host
        configuration.port = endpoint.port
        server = try HTTPServer(router: router, configuration: configuration)
        log.notice("admin port open", ["address": LogValue("\(endpoint)")])
    }

    func stop() async {
        _ = await server.drain(timeout: .seconds(1))
        server.stop()
    }
}
