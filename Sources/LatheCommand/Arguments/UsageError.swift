/// A command line that says nothing the tool can do.
struct UsageError: Error, Equatable {
    /// One clause, without a full stop.
    let message: String
    /// The command whose help says more; nil for the tool's own.
    let command: String?

    init(_ message: String, command: String? = nil) {
        self.message = message
        self.command = command
    }

    /// One paragraph.
    var description: String {
        let end = message.hasSuffix("?") || message.hasSuffix(".") ? "" : "."
        return message + end + " See `lathe help" + (command.map { " \($0)" } ?? "") + "`."
    }
}
