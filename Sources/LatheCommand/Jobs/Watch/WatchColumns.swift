import LatheJobs

/// The columns of running jobs: as many as the terminal has room for.
struct WatchColumns {
    private let stageWidth: Int
    /// 0: no bar.
    private let barWidth: Int
    /// 0: no worker.
    private let workerWidth: Int

    /// ` 9f3a1c2e  `, two spaces behind the stage, ` 62 %`, `  1234.5×`, `  10:00:00 left`.
    private static let fixedWidth = 11 + 2 + 5 + 9 + 15
    private static let narrowestBar = 8
    private static let widestBar = 40

    init(_ jobs: some Collection<Job>, width: Int) {
        stageWidth = min(12, jobs.map { Self.stage(of: $0).count }.max() ?? 0)
        let longest = min(24, jobs.map { Self.worker(of: $0).count }.max() ?? 0)
        // Two spaces before the bar's neighbours.
        let room = width - Self.fixedWidth - stageWidth - 2
        workerWidth = room - longest - 2 >= Self.narrowestBar ? longest : 0
        let left = room - (workerWidth > 0 ? workerWidth + 2 : 0)
        barWidth = left >= Self.narrowestBar ? min(Self.widestBar, left) : 0
    }

    func line(_ job: Job) -> StyledLine {
        let progress = job.progress
        var line = StyledLine(" \(job.shortID)  ")
        line.add(padded(shortened(Self.stage(of: job), to: stageWidth), to: stageWidth) + "  ")
        if barWidth > 0 {
            let (filled, rest) = barCells(progress.fraction, width: barWidth)
            line.add(filled, job.isCancelRequested ? .yellow : .cyan)
            line.add(rest, .dim)
            line.add("  ")
        }
        line.add(rightAligned("\(Int(max(0, min(1, progress.fraction)) * 100)) %", to: 5))
        line.add("  " + rightAligned(progress.rate.map { fixed($0, 1) + "×" } ?? "", to: 7))
        line.add("  " + padded(Self.left(job), to: 13))
        if workerWidth > 0 { line.add("  " + shortened(Self.worker(of: job), to: workerWidth)) }
        return line
    }

    private static func stage(of job: Job) -> String { printable(job.progress.stage ?? "") }
    private static func worker(of job: Job) -> String { printable(job.worker ?? "") }

    private static func left(_ job: Job) -> String {
        if job.isCancelRequested { return "is stopped" }
        return job.progress.remaining.map { clock(Double($0) / 1000) + " left" } ?? ""
    }
}
