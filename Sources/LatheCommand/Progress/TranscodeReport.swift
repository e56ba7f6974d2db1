import Lathe

/// Tells the user what becomes of a transcode.
protocol TranscodeReport: Sendable {
    func progress(_ progress: TranscodeProgress)
    /// The transcode is stopped by job control, until the next progress.
    func pause()
    /// No progress comes any more. May be called at any time, more than once.
    func close()
    func finished(_ result: TranscodeResult) throws
    /// Beside the paragraph on standard error, which every report has.
    func failed(_ message: String, status: ExitStatus)
}

/// A package and how it came to be.
struct TranscodeResult: Sendable {
    let package: Package
    /// The master's path as given.
    let master: String
    /// The package's folder as given.
    let output: String
    let elapsed: Duration
    /// An earlier run had completed it; nothing was to be done.
    var wasComplete = false

    /// Of the programme.
    var duration: Double {
        package.master.sampleRate > 0 ? Double(package.master.samples) / Double(package.master.sampleRate) : 0
    }

    /// Seconds of music per second.
    var speed: Double { duration / max(elapsed.seconds, 1e-9) }

    /// A path of the package as seen from where the user is.
    func path(_ path: String) -> String { output.hasSuffix("/") ? output + path : output + "/" + path }
}

/// For people: perhaps a bar, and a summary.
struct TextReport: TranscodeReport {
    let console: Console
    let bar: ProgressBar?

    func progress(_ progress: TranscodeProgress) { bar?.show(progress) }
    func pause() { bar?.pause() }
    func close() { bar?.close() }
    func finished(_ result: TranscodeResult) throws { try console.write(summary(of: result)) }
    func failed(_ message: String, status: ExitStatus) {}
}
