internal import CSQLite
internal import Foundation

/// Whether a file system is another machine's: its locks and shared memory do not hold what SQLite's write-ahead log
/// expects of them, and the file would be damaged in silence.
enum FileSystemKind {
    /// `statfs(2)`: AFS, Ceph, CIFS, SMB 2, SMB, Lustre, NFS, 9P.
    private static let remote: Set<UInt32> = [
        0x5346_414F, 0x00C3_6400, 0xFF53_4D42, 0xFE53_4D42, 0x517B, 0x0BD0_0BD0, 0x6969, 0x0102_1997,
    ]

    static func isRemote(_ type: UInt32) -> Bool { remote.contains(type) }

    /// - Throws: `DatabaseError` when the folder of a database is on such a file system.
    static func check(_ path: String) throws {
        let folder = URL(filePath: path).deletingLastPathComponent().path
        // A folder that is not there is reported by whoever opens the file.
        guard isRemote(lathe_file_system_type(folder)) else { return }
        throw DatabaseError(
            .denied, "open", path, because: "it is on a network file system, which would damage it",
            remedy: "Put the database on a local disk, or use PostgreSQL.")
    }
}
