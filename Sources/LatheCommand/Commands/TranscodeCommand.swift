import Glibc
import Lathe

/// `lathe transcode`.
struct TranscodeCommand {
    let request: TranscodeRequest
    let console: Console
    let report: any TranscodeReport

    /// - Throws: `UsageError` when a bar is asked for where there is no terminal.
    init(_ request: TranscodeRequest, console: Console) throws {
        self.request = request
        self.console = console
        report = try Self.report(request.progress, console)
    }

    private static func report(_ style: ProgressStyle, _ console: Console) throws -> any TranscodeReport {
        if style == .json { return JSONReport(console: console) }
        guard style != .none, let terminal = console.terminal else {
            guard style != .bar else {
                throw UsageError("--progress bar needs a terminal on standard error", command: "transcode")
            }
            return TextReport(console: console, bar: nil)
        }
        return TextReport(console: console, bar: ProgressBar(on: terminal, write: console.warn))
    }

    /// Blocks until the package is complete, or nothing is left of it but what the next run can go on from.
    func run() -> ExitStatus {
        let clock = ContinuousClock()
        let start = clock.now
        let signals = StopSignals([SIGINT, SIGTERM, SIGHUP] + (console.terminal == nil ? [] : [SIGTSTP]))
        let stopper = Box<Int32>()
        let resumable = Box<ResumableDirectorySink>()
        do {
            let package = try make(try sink(resumable), stoppedBy: signals, stopper)
            report.close()
            try report.finished(
                TranscodeResult(
                    package: package, master: request.master, output: request.output, elapsed: clock.now - start,
                    wasComplete: resumable.value?.wasComplete ?? false))
            return .success
        } catch {
            report.close()
            let status = ExitStatus(error, signal: stopper.value)
            let text = message(
                for: error, kept: resumable.value?.keptRenditions.count ?? 0, of: request.preset.renditions.count)
            report.failed(text, status: status)
            console.warn("lathe: " + text + "\n")
            return status
        }
    }

    /// - Parameter resumable: remembers the sink, if it is of that kind.
    private func sink(_ resumable: Box<ResumableDirectorySink>) throws -> any PackageSink {
        guard request.resume else { return try DirectorySink(request.output, overwrite: request.overwrite) }
        let sink = try ResumableDirectorySink(request.output)
        resumable.fill(sink)
        return sink
    }

    private func make(
        _ sink: any PackageSink, stoppedBy signals: StopSignals, _ stopper: Box<Int32>
    ) throws -> Package {
        let transcoder = Transcoder(
            preset: request.preset, layout: request.layout, threadCount: request.threadCount)
        let transcode = try transcoder.transcode(request.master, to: sink)
        signals.listen { number in handle(number, transcode, stopper) }
        return try waitFor { [report] in
            for await progress in transcode.progress { report.progress(progress) }
            return try await transcode.package
        }
    }

    /// The first signal cancels, so that nothing half-made is left; the second one does not wait for that.
    private func handle(_ number: Int32, _ transcode: Transcode, _ stopper: Box<Int32>) {
        if number == SIGTSTP {
            report.pause()
            raise(SIGSTOP)
        } else if stopper.fill(number) {
            transcode.cancel()
        } else {
            report.close()
            _exit(ExitStatus.signal(number).code)
        }
    }
}
