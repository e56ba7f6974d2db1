internal import Foundation

/// Serves calls from one connection, replaced when it is lost.
final class PostgreSQLClient: CallServer {
    private let address: PostgreSQLAddress
    private let options: DatabaseOptions
    private let announce: (String) -> Void
    private var connection: PostgreSQLConnection?

    init(_ address: PostgreSQLAddress, _ options: DatabaseOptions, announce: @escaping (String) -> Void) {
        self.address = address
        self.options = options
        self.announce = announce
    }

    func serve(_ calls: [any Call]) {
        for call in calls {
            do {
                try serve(call)
                call.finish(throwing: nil)
            } catch {
                call.finish(throwing: error)
            }
        }
    }

    /// Runs a body until it is committed, or has lost too often.
    private func serve(_ call: any Call) throws {
        var retry = Retry(limit: options.retries)
        while true {
            let connection = try connected(until: call.deadline)
            do {
                return try run(call, on: connection)
            } catch let failure as Failure {
                guard failure.mayRetry, retry.isAllowed else { throw failure.error }
                retry.pause()
            }
        }
    }

    /// What a body came to, and whether running it again may help.
    private struct Failure: Error {
        let error: any Error
        let mayRetry: Bool
    }

    private func run(_ call: any Call, on connection: PostgreSQLConnection) throws {
        let transaction = PostgreSQLTransaction(call.access, on: connection)
        let hasPlans = connection.hasPlans
        let lent = Connection(transaction, .postgreSQL)
        do {
            try lent.lend(to: call)
            if call.access == .write { try transaction.commit(notifying: lent.channels) }
        } catch {
            abandon(transaction, after: lent.failure ?? error)
            throw Failure(error: error, mayRetry: mayRetry(lent.failure ?? error, connection, hasPlans))
        }
        if call.access == .read { abandon(transaction, after: nil) } else { lent.channels.forEach(announce) }
    }

    /// A body whose own error hides that of a statement is judged by the statement's.
    private func mayRetry(_ error: any Error, _ connection: PostgreSQLConnection, _ hasPlans: Bool) -> Bool {
        guard let error = error as? DatabaseError, !error.outcomeUnknown else { return false }
        return error.code == .serialization || (hasPlans && error.isOfStalePlan)
            || (connection.handle.isLost && error.code == .unavailable)
    }

    private func abandon(_ transaction: PostgreSQLTransaction, after error: (any Error)?) {
        let isStale = (error as? DatabaseError)?.isOfStalePlan == true
        do {
            try transaction.rollBack()
            if isStale || connection?.handle.isLost == true { connection = nil }
        } catch {
            connection = nil
        }
    }

    /// Waits for a server that is not there, or starts, until the deadline.
    private func connected(until deadline: ContinuousClock.Instant) throws -> PostgreSQLConnection {
        if let connection { return connection }
        var pause: UInt32 = 10_000
        while true {
            do {
                let connection = try PostgreSQLConnection(address, options, until: deadline)
                self.connection = connection
                return connection
            } catch let error as DatabaseError where error.code == .unavailable {
                guard ContinuousClock.now + .microseconds(Int64(pause)) < deadline else { throw error }
                usleep(UInt32.random(in: pause / 2...pause))
                pause = min(500_000, pause * 2)
            }
        }
    }
}

extension DatabaseError {
    /// The statement was prepared for tables that have changed since, or is not prepared any more. The first code has
    /// other meanings, too: a connection without plans tells them apart.
    fileprivate var isOfStalePlan: Bool { state == "0A000" || state == "26000" }
}
