import Glibc
import Lathe

/// `lathe package`.
struct PackageCommand {
    let request: PackageRequest
    let console: Console

    /// Blocks until the package is complete, or nothing is left of it.
    func run() -> ExitStatus {
        let clock = ContinuousClock()
        let start = clock.now
        let signals = StopSignals([SIGINT, SIGTERM, SIGHUP])
        let stopper = Box<Int32>()
        let report: any TranscodeReport =
            request.json ? JSONReport(console: console) : TextReport(console: console, bar: nil)
        do {
            let package = try make(stoppedBy: signals, stopper)
            try report.finished(
                TranscodeResult(
                    package: package, master: request.inputs[0], output: request.output, elapsed: clock.now - start))
            return .success
        } catch {
            let status = ExitStatus(error, signal: stopper.value)
            report.failed(message(for: error), status: status)
            console.warn("lathe: " + message(for: error) + "\n")
            return status
        }
    }

    private func make(stoppedBy signals: StopSignals, _ stopper: Box<Int32>) throws -> Package {
        let sink = try DirectorySink(request.output, overwrite: request.overwrite)
        let packager = Packager(layout: request.layout, segmentDuration: request.segmentDuration)
        let task = Task { [request] in try await packager.package(request.inputs, to: sink) }
        signals.listen { number in
            // The second signal does not wait until nothing is left.
            if !stopper.fill(number) { _exit(ExitStatus.signal(number).code) }
            task.cancel()
        }
        return try waitFor { try await task.value }
    }
}
