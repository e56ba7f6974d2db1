import Glibc
import LatheTelemetry
import LatheWorker

/// `lathe worker`.
struct WorkerCommand: Sendable {
    let configuration: Configuration
    let goal: WorkerGoal

    static let once = OptionSyntax(name: "once", help: "end after one job, or at once where none waits")
    static let drain = OptionSyntax(name: "drain", help: "end when every job has ended")

    static let syntax = CommandSyntax(
        name: "worker",
        summary: "take jobs from the queue and make packages",
        options: [once, drain]
            + Configuration.options(
                .data, .database, .storage, .scratch, .concurrency, .queues, .lease, .hangTimeout, .drainTimeout,
                .admin,
                .workerName, .logLevel, .logFormat),
        notes: """
            Any number of workers may share a database and a store. Told to stop (SIGTERM, Ctrl-C), a worker takes no
            more jobs, lets those that run end within the drain timeout and hands back what does not: that costs no
            attempt. Told twice, it ends at once; its jobs run elsewhere when their leases have run out.

            examples:
              lathe worker
              lathe worker --drain --concurrency 4
              lathe worker --database postgres://lathe@db/lathe --storage s3://music --admin 127.0.0.1:9090
            """)

    init(_ arguments: ParsedArguments, _ console: Console) throws {
        configuration = try Configuration(arguments, environment: console.environment)
        let (once, drain) = (arguments.has(Self.once), arguments.has(Self.drain))
        guard !once || !drain else { throw UsageError("--once and --drain: only one can be had", command: "worker") }
        goal = once ? .once : drain ? .drain : .serve
    }

    func run(_ console: Console) throws -> ExitStatus {
        let signals = StopSignals([SIGINT, SIGTERM, SIGHUP])
        let stopper = Box<Int32>()
        let (log, writer) = configuration.log(console)
        defer { _ = writer.flush() }
        return try Workplace.with(configuration, console) { workplace in
            let metrics = Metrics()
            let scratch = try workplace.makeScratch()
            defer { scratch.remove() }
            let worker = workplace.makeWorker(scratch, log, metrics, console)
            signals.listen { number in
                guard stopper.fill(number) else {
                    writer.flush()
                    _exit(ExitStatus.signal(number).code)
                }
                log.notice("stopping", ["signal": LogValue(number)])
                worker.stop()
            }
            let admin = try configuration.admin.value.map {
                try AdminServer(at: $0, metrics: metrics, workplace: workplace, log: log)
            }
            await worker.run(until: goal)
            await admin?.stop()
            return .success
        }
    }
}
