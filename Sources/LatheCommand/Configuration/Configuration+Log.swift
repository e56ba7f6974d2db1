import Glibc
import LatheTelemetry

extension Configuration {
    /// A log on standard error, and what writes it: to be flushed when the process ends.
    func log(_ console: Console) -> (log: Log, writer: LineWriter) {
        let format = logFormat(onTerminal: isatty(STDERR_FILENO) == 1, environment: console.environment)
        let writer = LineWriter(descriptor: STDERR_FILENO)
        return (Log(level: logLevel.value) { writer.write(format.render($0)) }, writer)
    }

    /// In colour only on a terminal, whatever is asked for.
    func logFormat(onTerminal isTerminal: Bool, environment: [String: String]) -> LogFormat {
        switch logFormat.value {
        case .auto: .suited(toTerminal: isTerminal, environment: environment)
        case .json: .json
        case .text: isTerminal ? .suited(toTerminal: true, environment: environment) : .text
        }
    }
}
