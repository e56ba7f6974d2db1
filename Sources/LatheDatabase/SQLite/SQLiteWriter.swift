internal import Foundation

/// Serves writes from the one connection of this process that writes: all that wait at a time share one transaction and
/// one flush to the disk.
///
/// Each body has a savepoint of its own. One that fails is undone alone; when SQLite undoes the whole transaction (a full
/// disk, a timeout), the others are run again, each in a transaction of its own.
final class SQLiteWriter: CallServer {
    private let path: String
    private let options: DatabaseOptions
    private let announce: @Sendable (String) -> Void
    private var connection: SQLiteConnection?
    private var nextCheck = ContinuousClock.now

    /// Lets other processes have their turn when bodies are slow.
    private static let batchTime: Duration = .milliseconds(50)

    init(_ path: String, _ options: DatabaseOptions, announce: @escaping @Sendable (String) -> Void) {
        self.path = path
        self.options = options
        self.announce = announce
    }

    func serve(_ calls: [any Call]) {
        var batches = [calls]
        while let batch = batches.popLast() {
            do {
                var transaction = Transaction(of: batch, on: try opened(), announce: announce)
                batches += try transaction.run()
            } catch {
                connection = nil
                batch.forEach { $0.finish(throwing: error) }
            }
        }
        keepLogSmall()
    }

    private func keepLogSmall() {
        var facts = stat()
        guard stat(path + "-wal", &facts) == 0, facts.st_size > options.logSize, ContinuousClock.now >= nextCheck else {
            return
        }
        // A log that stays long slows readers down, and does no other harm.
        let isEmpty = (try? connection?.emptyLog()) == true
        if !isEmpty { nextCheck = .now + .milliseconds(500) }
    }

    private func opened() throws -> SQLiteConnection {
        let connection = try connection ?? SQLiteConnection(path, .write, options)
        self.connection = connection
        return connection
    }

    /// One transaction with the bodies of several calls.
    private struct Transaction {
        private var waiting: ArraySlice<any Call>
        private let connection: SQLiteConnection
        private let announce: (String) -> Void
        private let isShared: Bool
        private var done: [any Call] = []
        private var channels: [String] = []

        init(of calls: [any Call], on connection: SQLiteConnection, announce: @escaping (String) -> Void) {
            waiting = calls[...]
            self.connection = connection
            self.announce = announce
            isShared = calls.count > 1
        }

        /// Answers what it can, and returns the batches to be run after it.
        ///
        /// - Throws: what makes the connection useless; nothing is committed then.
        mutating func run() throws -> [[any Call]] {
            guard try begin() else { return [] }
            let start = ContinuousClock.now
            while let call = waiting.first, done.isEmpty || ContinuousClock.now - start < SQLiteWriter.batchTime {
                waiting.removeFirst()
                guard try run(call) else { return eachAlone() }
            }
            return try commit()
        }

        /// False when another process kept the file locked, and the callers know it.
        private func begin() throws -> Bool {
            connection.lockDeadline = waiting.map(\.deadline).max() ?? .now
            do {
                try connection.run("BEGIN IMMEDIATE")
                return true
            } catch let error as DatabaseError where error.code == .busy {
                waiting.forEach { $0.finish(throwing: error) }
                return false
            }
        }

        /// False when SQLite undid the whole transaction. The body that made it do so has its error.
        private mutating func run(_ call: any Call) throws -> Bool {
            if isShared { try connection.run("SAVEPOINT body") }
            let lent = Connection(connection, .sqlite)
            do {
                try lent.lend(to: call)
            } catch {
                call.finish(throwing: error)
                guard connection.isInTransaction else { return false }
                if isShared {
                    try connection.run("ROLLBACK TO body")
                    try connection.run("RELEASE body")
                } else {
                    try connection.rollBack()
                }
                return true
            }
            if isShared { try connection.run("RELEASE body") }
            done.append(call)
            channels += lent.channels
            return true
        }

        private mutating func commit() throws -> [[any Call]] {
            guard !done.isEmpty else {
                try connection.rollBack()
                return waiting.isEmpty ? [] : [Array(waiting)]
            }
            do {
                try connection.commit()
            } catch {
                try connection.rollBack()
                guard done.count > 1 else {
                    done.forEach { $0.finish(throwing: error) }
                    return waiting.isEmpty ? [] : [Array(waiting)]
                }
                return eachAlone()
            }
            done.forEach { $0.finish(throwing: nil) }
            Set(channels).forEach(announce)
            return waiting.isEmpty ? [] : [Array(waiting)]
        }

        private func eachAlone() -> [[any Call]] { (done + waiting).reversed().map { [$0] } }
    }
}
