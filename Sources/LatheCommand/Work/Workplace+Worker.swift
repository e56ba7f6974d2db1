import FoundationEssentials
import Glibc
import LatheDatabase
import LatheJobs
import LatheTelemetry
import LatheWorker

extension Workplace {
    /// The folder for what this process makes; its maker removes it.
    func makeScratch() throws -> Scratch {
        try Scratch(root: configuration.scratch.value, worker: configuration.processName)
    }

    /// A worker as it is configured, which takes no job yet.
    func makeWorker(_ scratch: Scratch, _ log: Log, _ metrics: Metrics, _ console: Console) -> Worker {
        let checkpoint = Faults.checkpoint(console.environment)
        let counts = WorkerMetrics(in: metrics)
        let child = ChildCommand.ownProgram(
            EncodeJobCommand.syntax.name, environment: Faults.childEnvironment(console.environment))
        let transcoding = TranscodeHandler(
            store: store, catalog: catalog, scratch: scratch,
            settings: TranscodeSettings(child: child, threadCount: ProcessInfo.processInfo.activeProcessorCount),
            metrics: counts, checkpoint: checkpoint)
        return Worker(
            queue: queue, handlers: [TranscodeOrder.kind: transcoding, EmptyHandler.kind: EmptyHandler()],
            settings: configuration.workerSettings, log: log, metrics: counts, checkpoint: checkpoint)
    }
}

extension Configuration {
    fileprivate var processName: WorkerName {
        workerName.value ?? WorkerName(host: ProcessInfo.processInfo.hostName, process: getpid())
    }

    fileprivate var workerSettings: WorkerSettings {
        var settings = WorkerSettings(name: "\(processName)")
        settings.queues = queues.value
        settings.concurrency = concurrency.value
        settings.heartbeat = min(.seconds(1), lease.value / 5)
        settings.hangTimeout = hangTimeout.value
        settings.drainTimeout = drainTimeout.value
        if database.value.dialect == .sqlite { settings.pollInterval = .milliseconds(100) }
        return settings
    }
}

extension ChildCommand {
    /// This very program with another command, whatever has been installed in its place since; nothing of the
    /// environment goes with it but what is named.
    static func ownProgram(_ command: String, environment: [String] = []) -> ChildCommand {
        ChildCommand(
            executable: "/proc/self/exe", arguments: [command],
            environment: ["LANG=C.UTF-8", "SWIFT_BACKTRACE=enable=no"] + environment)
    }
}
