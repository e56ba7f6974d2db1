internal import CSQLite
internal import Foundation

/// What SQLite asks about on a connection's thread: whether a statement's time is over, how long to wait for a lock, and
/// what time it is.
///
/// SQLite holds it unretained: the handle keeps it for as long as it is open.
final class SQLiteLimits {
    var statementDeadline: ContinuousClock.Instant?
    var lockDeadline = ContinuousClock.now
    private let clock: (@Sendable () -> Int64)?

    init(clock: (@Sendable () -> Int64)?) { self.clock = clock }

    /// Every so many instructions of SQLite's machine, about 0.1 ms.
    private static let checkInterval: Int32 = 10_000

    func install(on database: SQLiteHandle) throws {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            database.pointer, Self.checkInterval, { SQLiteLimits.from($0).isOver ? 1 : 0 }, context)
        try database.check(
            sqlite3_busy_handler(
                database.pointer, { context, _ in SQLiteLimits.from(context).waitForLock() ? 1 : 0 }, context),
            "configure", "the busy handler")
        // Direct only: a table whose definition called it could be read by Lathe alone.
        let status = sqlite3_create_function_v2(
            database.pointer, Dialect.clockFunction, 0, SQLITE_UTF8 | SQLITE_DIRECTONLY, context,
            { call, _, _ in
                sqlite3_result_int64(call, SQLiteLimits.from(sqlite3_user_data(call)).milliseconds)
            }, nil, nil, nil)
        try database.check(status, "configure", "the clock")
    }

    private static func from(_ context: UnsafeMutableRawPointer?) -> SQLiteLimits {
        // `install` never passes another one.
        Unmanaged.fromOpaque(context!).takeUnretainedValue()
    }

    private var isOver: Bool { statementDeadline.map { ContinuousClock.now >= $0 } ?? false }

    /// SQLite's own waits grow to 100 ms, by which those who wait longest lose to whoever comes last.
    private func waitForLock() -> Bool {
        guard ContinuousClock.now < lockDeadline, !isOver else { return false }
        usleep(UInt32.random(in: 200...1500))
        return true
    }

    private var milliseconds: Int64 {
        clock?() ?? Int64(clamping: Int(Date().timeIntervalSince1970 * 1000))
    }
}
