internal import Foundation
internal import LatheDatabase

/// A process that writes rows into a database and prints the number of each once it was told that the row is there.
///
///     DatabaseWriter URL first-number count callers
enum DatabaseWriter {
    static func run() async {
        do {
            let arguments = CommandLine.arguments
            guard arguments.count == 5, let first = Int(arguments[2]), let count = Int(arguments[3]),
                let callers = Int(arguments[4])
            else { return complain("usage: DatabaseWriter URL first count callers") }
            let database = try Database(DatabaseURL(arguments[1]))
            try await database.migrate([Migration("rows/1", ["CREATE TABLE numbers (n bigint PRIMARY KEY)"])])
            try await withThrowingTaskGroup { group in
                for caller in 0..<callers {
                    group.addTask {
                        for number in stride(from: first + caller, to: first + count, by: callers) {
                            try await database.write { try $0.execute("INSERT INTO numbers VALUES (\(number))") }
                            FileHandle.standardOutput.write(Data("\(number)\n".utf8))
                        }
                    }
                }
                try await group.waitForAll()
            }
            await database.close()
        } catch let error as DatabaseError {
            complain("\(error.code): \(error)")
        } catch {
            complain("\(error)")
        }
    }

    private static func complain(_ message: String) {
        FileHandle.standardError.write(Data("\(message)\n".utf8))
        exit(1)
    }
}
