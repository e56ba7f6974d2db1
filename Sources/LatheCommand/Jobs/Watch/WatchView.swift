import LatheDatabase
import LatheJobs
import Synchronization

/// Where a watched queue is shown.
protocol WatchView: Sendable {
    /// Jobs that the next overview must name.
    var named: [Job.ID] { get }
    func show(_ overview: QueueOverview) throws
    /// The database does not answer just now.
    func show(_ trouble: DatabaseError)
    /// Shows the same again: the terminal may have another size.
    func redraw()
}

/// A picture on a terminal.
final class ScreenView: WatchView {
    private let terminal: Terminal
    private let screen: LiveScreen
    private let shown = Mutex<(overview: QueueOverview, trouble: String?)>((QueueOverview(time: 0), nil))

    init(_ terminal: Terminal, _ screen: LiveScreen) {
        self.terminal = terminal
        self.screen = screen
    }

    var named: [Job.ID] { [] }

    func show(_ overview: QueueOverview) {
        shown.withLock { $0 = (overview, nil) }
        redraw()
    }

    func show(_ trouble: DatabaseError) {
        shown.withLock { $0.trouble = trouble.description }
        redraw()
    }

    func redraw() {
        let picture = WatchPicture(size: terminal.size, hasColor: terminal.hasColor)
        let (overview, trouble) = shown.withLock { $0 }
        screen.draw(picture.lines(overview, trouble: trouble))
    }
}

/// A line for each change.
final class LineView: WatchView {
    private let console: Console
    private let isJSON: Bool
    private let changes = Mutex(WatchChanges())

    init(_ console: Console, isJSON: Bool) {
        self.console = console
        self.isJSON = isJSON
    }

    var named: [Job.ID] { changes.withLock { $0.open } }

    func show(_ overview: QueueOverview) throws {
        for job in changes.withLock({ $0.update(overview) }) {
            try console.write(isJSON ? jsonLine(JobDocument(job)) : WatchChanges.line(job, at: overview.time))
        }
    }

    func show(_ trouble: DatabaseError) { console.warn("lathe: \(trouble)\n") }

    func redraw() {}
}
