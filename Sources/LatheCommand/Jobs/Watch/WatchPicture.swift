import LatheJobs

/// What `lathe jobs watch` looks like: a pure function of the queue and the terminal's size.
///
/// ```
///  1 running   3 available   1 dead   4.2 jobs/min
///
///  9f3a1c2e  encode  ━━━━━━━━━━━━╸───────   62 %    38.1×  2.5 s left     press-1
///
///  5d20b7aa  died 3 min ago  a.wav  masterRejected: cannot decode the master: it is torn
/// ```
struct WatchPicture {
    let size: Terminal.Size
    let hasColor: Bool

    /// Lines without line ends, none wider than the terminal, fewer than it has rows.
    /// - Parameter trouble: why the overview is not of this moment.
    func lines(_ overview: QueueOverview, trouble: String? = nil) -> [String] {
        var lines = [headline(overview)]
        if let trouble { lines.append(StyledLine(" " + printable(trouble), .red)) }
        // An empty row and the footer, and one that stays free.
        let room = size.rows - lines.count - 3
        let deadRoom = overview.dead.isEmpty ? 0 : min(overview.dead.count, max(1, room / 3)) + 1
        lines += section(running(overview, room: room - deadRoom - 1))
        lines += section(dead(overview, room: room - lines.count + 1))
        lines = Array(lines.prefix(max(1, size.rows - 3)))
        if size.rows > 3 { lines += [StyledLine(), StyledLine(" q quits", .dim)] }
        return lines.map { $0.rendered(width: max(0, size.columns), hasColor: hasColor) }
    }

    /// Set off by an empty line.
    private func section(_ lines: [StyledLine]) -> [StyledLine] { lines.isEmpty ? [] : [StyledLine()] + lines }

    /// What a narrow terminal cuts off comes last.
    private func headline(_ overview: QueueOverview) -> StyledLine {
        var line = StyledLine()
        for state in [Job.State.running, .available, .retryable, .dead] {
            let isAlways = [.running, .available].contains(state)
            add(state, overview, isAlways: isAlways, to: &line)
        }
        line.add(" " + Self.throughput(overview) + "  ", .bold)
        for state in [Job.State.succeeded, .cancelled] { add(state, overview, isAlways: false, to: &line) }
        return line
    }

    private func add(_ state: Job.State, _ overview: QueueOverview, isAlways: Bool, to line: inout StyledLine) {
        let count = overview.counts[state] ?? 0
        guard count > 0 || isAlways else { return }
        line.add(" \(grouped(count))", .bold)
        line.add(" \(state.rawValue)  ", state == .dead ? .red : .plain)
    }

    /// `4.2 jobs/min`.
    static func throughput(_ overview: QueueOverview) -> String {
        guard overview.window > 0 else { return "" }
        return fixed(Double(overview.succeeded) * 60_000 / Double(overview.window), 1) + " jobs/min"
    }

    private func running(_ overview: QueueOverview, room: Int) -> [StyledLine] {
        guard room > 0 else { return [] }
        let total = max(overview.counts[.running] ?? 0, overview.running.count)
        guard total > 0 else { return [StyledLine(" nothing runs", .dim)] }
        let shown = total > room ? overview.running.prefix(max(1, room - 1)) : overview.running[...]
        let columns = WatchColumns(shown, width: size.columns)
        let more = StyledLine(" and \(grouped(total - shown.count)) more", .dim)
        return Array((shown.map(columns.line) + (total > shown.count ? [more] : [])).prefix(room))
    }

    private func dead(_ overview: QueueOverview, room: Int) -> [StyledLine] {
        overview.dead.prefix(max(0, room - 1)).map { job in
            var line = StyledLine(" \(job.shortID)  ")
            let ago = age(span(from: job.finishedAt ?? overview.time, to: overview.time))
            line.add("died \(ago) ago", .red)
            line.add("  " + shortened(printable(job.subject), to: 32))
            if let failure = job.failure { line.add("  " + JobTable.summary(failure)) }
            return line
        }
    }
}
