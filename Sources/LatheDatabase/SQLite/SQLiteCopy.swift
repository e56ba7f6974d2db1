internal import CSQLite
internal import Foundation

/// SQLite's online backup: the pages of a database as an open transaction sees them, in a file of their own.
///
/// The page's copy is exact, free pages and row identifiers included: `VACUUM INTO` may number rows anew, which the
/// outbox and the search index count on.
final class SQLiteCopy {
    private let target: SQLiteHandle
    private let path: String
    private let pointer: OpaquePointer

    /// Between two pieces a reader of the log is seen to be alive; 4 MB.
    private static let pagesAtOnce: Int32 = 1024

    init(of source: SQLiteHandle, to path: String) throws {
        target = try SQLiteHandle(path, SQLiteLimits(clock: nil))
        self.path = path
        guard let pointer = sqlite3_backup_init(target.pointer, "main", source.pointer, "main") else {
            throw target.error(sqlite3_errcode(target.pointer), "copy to", path)
        }
        self.pointer = pointer
    }

    deinit { sqlite3_backup_finish(pointer) }

    /// SQLite begins anew whenever the source changes under it: the source's open transaction sees no change.
    func run() throws {
        while true {
            let status = sqlite3_backup_step(pointer, Self.pagesAtOnce)
            if status == SQLITE_DONE { return try synchronize() }
            guard status == SQLITE_OK else { throw failure(status) }
        }
    }

    private func failure(_ status: Int32) -> DatabaseError {
        // SQLite tells a full disk from other failures of the system only where that says ENOSPC.
        guard [ENOSPC, EDQUOT, EFBIG].contains(sqlite3_system_errno(target.pointer)) else {
            return target.error(status, "copy to", path)
        }
        return DatabaseError(
            .full, "copy to", path, because: "there is no space", remedy: "Free some space, or raise the limit.")
    }

    private func synchronize() throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        defer { if descriptor >= 0 { close(descriptor) } }
        guard descriptor >= 0, fsync(descriptor) == 0 else {
            throw DatabaseError(.failed, "copy to", path, because: String(cString: strerror(errno)))
        }
    }
}
