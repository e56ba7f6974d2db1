import LatheCatalog
import LatheDatabase
import LatheJobs
import LatheWorker

/// `lathe jobs …`: what operators do with a queue.
enum JobsCommand {
    static let group = CommandGroup(
        name: "jobs",
        summary: "list, explain, retry, cancel and watch jobs",
        commands: [
            JobsListCommand.syntax, JobsShowCommand.syntax, JobsExplainCommand.syntax, JobsRetryCommand.syntax,
            JobsCancelCommand.syntax, JobsWatchCommand.syntax,
        ])

    /// What all of them take.
    static let places = Configuration.options(.data, .database)

    static let id = CommandSyntax.Operand(placeholder: "ID", help: idHelp)
    static let ids = CommandSyntax.Operand(placeholder: "ID", isRepeatable: true, help: idHelp)
    private static let idHelp = "a job's id, or six or more characters of its beginning or end"

    static func run(_ arguments: ParsedArguments, _ console: Console) throws -> ExitStatus {
        switch arguments.command {
        case JobsListCommand.syntax.name: try JobsListCommand(arguments).run(console)
        case JobsShowCommand.syntax.name: try JobsShowCommand.run(arguments, console)
        case JobsExplainCommand.syntax.name: try JobsExplainCommand.run(arguments, console)
        case JobsRetryCommand.syntax.name: return try JobsRetryCommand(arguments).run(console)
        case JobsCancelCommand.syntax.name: return try JobsCancelCommand.run(arguments, console)
        default: return try JobsWatchCommand(arguments).run(console)
        }
        return .success
    }

    /// Lends the queue of the configured database, which must be there; blocks until the body has ended.
    static func withQueue<Value: Sendable>(
        _ arguments: ParsedArguments, _ console: Console,
        _ body: @escaping @Sendable (JobQueue) async throws -> Value
    ) throws -> Value {
        let configuration = try Configuration(arguments, environment: console.environment)
        var options = DatabaseOptions()
        options.connections = 2
        // Somebody sits there and waits.
        options.acquireTimeout = .seconds(5)
        return try waitFor { [options] in
            let database = try await configuration.openDatabase(ifAbsent: .fails, options: options)
            let result: Result<Value, any Error>
            do {
                result = .success(try await body(JobQueue(makingTracksOf: Catalog(database: database))))
            } catch {
                result = .failure(error)
            }
            await database.close()
            return try result.get()
        }
    }

    /// Does something to each job that is named, whatever becomes of the others.
    ///
    /// - Returns: the status of the first that failed; success where none did.
    static func forEach(
        _ words: [String], _ console: Console, _ body: (String) async throws -> Void
    ) async throws -> ExitStatus {
        var status = ExitStatus.success
        for word in words {
            do {
                try await body(word)
            } catch let error as CommandError {
                console.warn("lathe: " + message(for: error) + "\n")
                if status == .success { status = ExitStatus(error) }
            }
        }
        return status
    }
}
