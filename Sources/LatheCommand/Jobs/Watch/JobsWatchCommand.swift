import Glibc
import LatheJobs

/// `lathe jobs watch`.
struct JobsWatchCommand {
    static let json = OptionSyntax(name: "json", help: "print a line of JSON for each change")

    static let syntax = CommandSyntax(
        name: "jobs watch",
        summary: "show running jobs, throughput and dead jobs as they change",
        options: [json] + JobsCommand.places,
        notes: "On a terminal it is a picture, which q ends; elsewhere a line for each change.")

    private let arguments: ParsedArguments

    init(_ arguments: ParsedArguments) { self.arguments = arguments }

    /// Blocks until a key or a signal ends it, or nobody reads any more.
    func run(_ console: Console) throws -> ExitStatus {
        let terminal = arguments.has(Self.json) ? nil : console.outputTerminal
        let signals = StopSignals([SIGINT, SIGTERM, SIGHUP, SIGQUIT] + (terminal == nil ? [] : [SIGTSTP, SIGWINCH]))
        let (events, sender) = AsyncStream<Watch.Event>.makeStream(bufferingPolicy: .bufferingNewest(8))
        let stopper = Box<Int32>()
        let live = terminal.map { LiveTerminal($0, console) }
        let view: any WatchView = live?.view ?? LineView(console, isJSON: arguments.has(Self.json))
        signals.listen { number in
            switch number {
            case SIGWINCH: sender.yield(.resized)
            case SIGTSTP:
                live?.suspend()
                sender.yield(.resized)
            default:
                live?.close()
                if !stopper.fill(number) { _exit(ExitStatus.signal(number).code) }
                sender.yield(.stop)
            }
        }
        try JobsCommand.withQueue(arguments, console) { queue in
            live?.open { sender.yield(.stop) }
            defer { live?.close() }
            try await Watch(queue: queue, view: view, hasReader: console.hasReader).run(events)
        }
        return stopper.value.map(ExitStatus.signal) ?? .success
    }
}

/// The terminal while a picture is on it: screen and keyboard.
private struct LiveTerminal: Sendable {
    let view: ScreenView
    private let screen: LiveScreen
    private let keyboard = Keyboard()

    init(_ terminal: Terminal, _ console: Console) {
        // A terminal that takes nothing is gone, and its signal on the way.
        screen = LiveScreen { try? console.write($0) }
        view = ScreenView(terminal, screen)
    }

    /// - Parameter quit: called when q is pressed.
    func open(quit: @escaping @Sendable () -> Void) {
        screen.open()
        keyboard?.open()
        keyboard?.listen { key in
            guard key == UInt8(ascii: "q") || key == UInt8(ascii: "Q") else { return true }
            close()
            quit()
            // What is typed from now on is for the shell.
            return false
        }
    }

    /// Leaves the terminal as it was.
    func close() {
        keyboard?.close()
        screen.close()
    }

    /// Gives the terminal to the shell until it gives it back.
    func suspend() {
        close()
        raise(SIGSTOP)
        keyboard?.open()
        screen.open()
    }
}
