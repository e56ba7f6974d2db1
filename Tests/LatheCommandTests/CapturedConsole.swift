import Synchronization

@testable import LatheCommand

/// A console that remembers what a command said.
final class CapturedConsole: Sendable {
    private let texts = Mutex((output: "", errors: ""))
    private let environment: [String: String]

    init(environment: [String: String] = [:]) { self.environment = environment }

    var output: String { texts.withLock { $0.output } }
    var errors: String { texts.withLock { $0.errors } }

    var console: Console {
        Console(
            write: { [self] text in texts.withLock { $0.output += text } },
            warn: { [self] text in texts.withLock { $0.errors += text } },
            terminal: nil, environment: environment)
    }

    /// Runs a line of words, split at spaces.
    func run(_ line: String) -> ExitStatus {
        LatheTool.run(line.split(separator: " ").map(String.init), console: console)
    }
}
