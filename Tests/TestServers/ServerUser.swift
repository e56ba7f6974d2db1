internal import Foundation

/// Who runs the servers: they refuse root, so root becomes `postgres` for them.
enum ServerUser {
    static let prefix: [String] =
        geteuid() == 0 ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []

    /// In memory where there is room, for many small databases are made; else on the disk. Not the test's own temporary
    /// folder: its parents may be closed to others.
    private static var root: String {
        var space = statvfs()
        let isRoomy = statvfs("/dev/shm", &space) == 0 && UInt64(space.f_bavail) * UInt64(space.f_frsize) > 2 << 30
        return isRoomy && access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
    }

    /// A new folder for a server that does not refuse root.
    static func folder(_ name: String, isDurable: Bool = false) throws -> String {
        let path = "\(isDurable ? "/tmp" : root)/lathe-\(name)-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        return path
    }

    /// A new folder that this user may use.
    static func ownFolder(_ name: String, isDurable: Bool = false) async throws -> String {
        let path = try folder(name, isDurable: isDurable)
        if !prefix.isEmpty { try await Command.run(["/bin/chown", "postgres:postgres", path]) }
        return path
    }
}
