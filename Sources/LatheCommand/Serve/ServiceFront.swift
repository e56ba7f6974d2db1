import FoundationEssentials
import LatheAccess
import LatheHTTP
import LatheService
import LatheTelemetry
import LatheWorker

/// The service on its port.
struct ServiceFront: Sendable {
    private let service: Service
    private let server: HTTPServer
    private let sinks: [any EventSink]
    private let log: Log

    /// Listens from now on.
    /// - Throws: `HTTPError`.
    init(_ workplace: Workplace, _ access: ServiceAccess, _ log: Log, _ metrics: Metrics) throws {
        var settings = ServiceSettings(publicURL: access.publicURL)
        settings.probe = ChildCommand.ownProgram(ProbeJobCommand.syntax.name)
        settings.allowsPrivateWebhooks = workplace.configuration.webhookHosts.value == .any
        settings.delivery = workplace.configuration.delivery.value
        settings.vendorFolder = workplace.configuration.data.value + "/vendor"
        service = Service(
            Service.Parts(
                settings: settings, catalog: workplace.catalog, queue: workplace.queue, store: workplace.store,
                keys: access.keys, verifier: TokenVerifier(policy: ServiceAccess.policy, ring: access.keys),
                limiter: RateLimiter(workplace.configuration.rateLimits.value.policies), log: log,
                metrics: metrics, now: { .now }))
        let endpoint = workplace.configuration.listen.value
        var configuration = ServerConfiguration()
        configuration.host = endpoint.host
        configuration.port = endpoint.port
        if let proxies = workplace.configuration.trustedProxies.value {
            configuration.client = { proxies.client(behind: $0, forwardedFor: $1.values("X-Forwarded-For")) }
        }
        configuration.threads = ProcessInfo.processInfo.activeProcessorCount
        configuration.accessLog = log
        configuration.completed = Self.counting(in: metrics)
        server = try HTTPServer(router: service.router(for: access.duties), configuration: configuration)
        sinks = workplace.configuration.nats.value.map { [NATSSink($0)] } ?? []
        self.log = log
        log.notice("service open", ["address": LogValue("\(endpoint)"), "url": LogValue(access.publicURL)])
    }

    /// Tells of news, follows the load, and tidies up once a minute, until the task is cancelled.
    func maintain() async {
        async let events: Void = service.deliverEvents(to: sinks)
        async let load: Void = service.watchLoad()
        await tidyUp()
        await events
        await load
    }

    private func tidyUp() async {
        repeat {
            do { try await service.maintain() } catch is CancellationError { return } catch {
                log.warning("cannot tidy up", ["error": LogValue(error)])
            }
        } while await sleepOneMinute()
    }

    private func sleepOneMinute() async -> Bool {
        do { try await Task.sleep(for: .seconds(60)) } catch { return false }
        return true
    }

    /// Takes no more requests, and lets those that run come to their end.
    func stop(within timeout: Duration) async {
        service.endStreams()
        if await !server.drain(timeout: timeout) { log.warning("requests were cut off") }
        server.stop()
    }

    private static func counting(in metrics: Metrics) -> @Sendable (AccessRecord) -> Void {
        let requests = metrics.counter(
            "lathe_http_requests_total", help: "Requests that were answered, by route and status.",
            labels: ["route", "status"])
        let durations = metrics.histogram(
            "lathe_http_request_seconds", help: "From a request's line to the end of its answer.", labels: ["route"])
        return { record in
            let route = record.route ?? "none"
            requests[route, "\(record.status)"].increment()
            durations[route].observe(record.duration / .seconds(1))
        }
    }
}

extension RateLimiting {
    fileprivate var policies: [RateClass: RatePolicy] {
        switch self {
        case .on: RatePolicy.standard
        case .off: [:]
        }
    }
}
