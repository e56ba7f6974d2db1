internal import Foundation

/// Who runs the servers: they refuse root, so root becomes `postgres` for them.
enum ServerUser {
    static let prefix: [String] =
        geteuid() == 0 ? ["/usr/bin/setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] : []

    /// A new folder that the servers may use.
    static func folder(_ name: String) async throws -> String {
        // Not the test's own temporary folder: its parents may be closed to others.
        let path = "/tmp/lathe-\(name)-\(UUID().uuidString)"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        if !prefix.isEmpty { _ = try await Command.run(["/bin/chown", "postgres:postgres", path]) }
        return path
    }
}
