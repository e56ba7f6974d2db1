import Glibc
import LatheService
import LatheTelemetry
import LatheWorker

/// `lathe serve`.
struct ServeCommand: Sendable {
    let configuration: Configuration

    static let syntax = CommandSyntax(
        name: "serve",
        summary: "run the service: upload, transcode, stream",
        options: Configuration.options(
            .data, .database, .storage, .keys, .listen, .publicURL, .trustedProxies, .delivery, .roles, .rateLimits,
            .scratch,
            .concurrency, .queues, .lease, .hangTimeout, .drainTimeout, .admin, .nats, .webhookHosts, .workerName,
            .logLevel, .logFormat),
        notes: """
            Without options one process does everything, on SQLite and files in ./lathe-data. The first run makes a key
            file there and prints a link to sign in with. Told to stop (SIGTERM, Ctrl-C), it takes no more requests and
            jobs, and lets those that run end within the drain timeout; told twice, it ends at once.

            What happens is told to webhooks and published to NATS JetStream by processes with the roles api or media: at
            least once, each track's events in their order, to the stream LATHE as lathe.track.ready and so on. A broker
            or receiver that is away gets later what it missed.

            examples:
              lathe serve
              lathe serve --listen 0.0.0.0:80 --public-url https://music.example
              LATHE_NATS=tls://lathe:secret@nats.example lathe serve
              lathe serve --roles api,media --database postgres://lathe@db/lathe --storage s3://music
              lathe serve --public-url https://music.example --trusted-proxies 10.1.0.0/16 --delivery edge
            """)

    init(_ arguments: ParsedArguments, _ console: Console) throws {
        configuration = try Configuration(arguments, environment: console.environment)
    }

    func run(_ console: Console) throws -> ExitStatus {
        StartUpPages.release()
        // Before the first other thread, which then leaves the signals to ours.
        let signals = StopSignals([SIGINT, SIGTERM, SIGHUP])
        let (log, writer) = configuration.log(console)
        defer { _ = writer.flush() }
        let access = try ServiceAccess(configuration)
        return try Workplace.with(configuration, console) { workplace in
            let metrics = Metrics()
            let front = try access.map { try ServiceFront(workplace, $0, log, metrics) }
            let admin = try configuration.admin.value.map {
                try AdminServer(at: $0, metrics: metrics, workplace: workplace, log: log)
            }
            let scratch = try configuration.roles.value.contains(.worker) ? workplace.makeScratch() : nil
            defer { scratch?.remove() }
            let worker = scratch.map { workplace.makeWorker($0, log, metrics, console) }
            let stop = StopOrder(signals, log, writer)
            StartUpPages.release()
            if let access, front != nil { try console.write(access.greeting) }
            await serve(front, worker, until: stop)
            await admin?.stop()
            return .success
        }
    }

    /// Returns when all that ran when the order came has ended, or the drain timeout has.
    private func serve(_ front: ServiceFront?, _ worker: Worker?, until stop: StopOrder) async {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await front?.maintain() }
            await withDiscardingTaskGroup { running in
                if let worker { running.addTask { await worker.run() } }
                await stop.wait()
                worker?.stop()
                await front?.stop(within: configuration.drainTimeout.value)
            }
            group.cancelAll()
        }
    }
}
