internal import CSQLite
internal import Foundation

/// SQLite's online backup: the pages of a database as an open transaction sees them, in a file of their own.
///
/// The copy is exact, free pages and row identifiers included: `VACUUM INTO` may number rows anew, which the
/// outbox and the search index count on.
final class SQLiteCopy {
    private let target: SQLiteHandle
    private let path: String
    private var pointer: OpaquePointer?

    init(of source: SQLiteHandle, to path: String) throws {
        target = try SQLiteHandle(path, SQLiteLimits(clock: nil))
        self.path = path
        guard let pointer = sqlite3_backup_init(target.pointer, "main", source.pointer, "main") else {
            throw target.error(sqlite3_errcode(target.pointer), "copy to", path)
        }
        self.pointer = pointer
    }

    deinit { finish() }

    /// In one step: the source's transaction keeps its moment, and nobody's writes are held up by it.
    func run() throws {
        let status = sqlite3_backup_step(pointer, -1)
        guard status == SQLITE_DONE else { throw failure(status) }
        try synchronize()
    }

    /// - Returns: the status, which then is also the target's: what SQLite and the system say of it can be asked there.
    @discardableResult
    private func finish() -> Int32 {
        defer { pointer = nil }
        return sqlite3_backup_finish(pointer)
    }

    private func failure(_ status: Int32) -> DatabaseError {
        let status = finish() == SQLITE_OK ? status : sqlite3_extended_errcode(target.pointer)
        // SQLite itself knows only ENOSPC for a full disk.
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
