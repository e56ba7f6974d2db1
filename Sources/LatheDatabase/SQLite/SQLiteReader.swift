/// Serves reads from a connection of its own, each from one snapshot of the file.
final class SQLiteReader: CallServer {
    private let path: String
    private let options: DatabaseOptions
    private var connection: SQLiteConnection?

    init(_ path: String, _ options: DatabaseOptions) {
        self.path = path
        self.options = options
    }

    func serve(_ calls: [any Call]) {
        for call in calls {
            do {
                let connection = try connection ?? SQLiteConnection(path, .read, options)
                self.connection = connection
                try serve(call, on: connection)
                call.finish(throwing: nil)
            } catch {
                call.finish(throwing: error)
            }
        }
    }

    private func serve(_ call: any Call, on connection: SQLiteConnection) throws {
        connection.lockDeadline = call.deadline
        try connection.run("BEGIN")
        let result = Result { try Connection(connection, .sqlite).lend(to: call) }
        do {
            try connection.rollBack()
        } catch {
            // Opened anew for the next call: this one is in an unknown state.
            self.connection = nil
        }
        try result.get()
    }
}
