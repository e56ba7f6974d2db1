internal import Foundation

/// A folder for what is on its way, closed to others and gone with its owner.
///
/// It is locked as workers lock their folders, below the same root: the next command of this kind leaves it alone as long
/// as its process lives, and takes it away afterwards.
public final class Spool: Sendable {
    /// Where it is.
    public let path: String
    private let lock: Int32

    /// - Parameter root: made where it is not there.
    /// - Throws: `BackupError`.
    public init(in root: String) throws {
        try FilePlace.makeFolder(root)
        Self.sweep(root)
        path = "\(root)/\(Self.prefix)\(UUID().uuidString.lowercased())"
        guard mkdir(path, 0o700) == 0 else { throw BackupError.system("make", "the folder \(path)") }
        lock = open("\(path)/.lock", O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0 else {
            throw BackupError(
                .busy, "make", "the folder \(path)", because: "another process that just started swept it away",
                remedy: "Try again.")
        }
    }

    deinit {
        // What cannot be removed is swept away the next time.
        try? FileManager.default.removeItem(atPath: path)
        if lock >= 0 { close(lock) }
    }

    private static let prefix = "lathe-spool-"

    /// What killed processes left: copies of a database are nothing to leave lying about.
    private static func sweep(_ root: String) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: root)) ?? [] where name.hasPrefix(prefix) {
            let lock = open("\(root)/\(name)/.lock", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard lock >= 0 else { continue }
            // What cannot be removed now is tried again the next time.
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: "\(root)/\(name)") }
            close(lock)
        }
    }

    func file(_ name: String) -> String { "\(path)/\(name)" }

    /// A path that nothing has.
    func newFile() -> String { file(UUID().uuidString.lowercased()) }
}
