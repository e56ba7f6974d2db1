internal import CSpawn
internal import Foundation
internal import TestServers

/// Programs from PyPI: see `.ci/test-tools`.
enum TestTools {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../.build/test-tools").standardizedFileURL.path()

    /// Python with the packages of the list; nil where they are not installed.
    static var python: String? { program("venv/bin/python") }

    /// Nil where it is not installed.
    static func program(_ name: String) -> String? {
        let path =
            ProcessInfo.processInfo.environment["LATHE_TEST_TOOLS"].map { $0 + "/" + name } ?? folder + "/" + name
        return access(path, X_OK) == 0 ? path : nil
    }

    /// Runs a program to its end; what it says goes through a file, for pipes are inherited by other children.
    static func run(_ command: [String], in folder: String) throws -> String {
        let output = folder + "/output-" + UUID().uuidString
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
        posix_spawn_file_actions_adddup2(&actions, 1, 2)
        let texts = command.map { strdup($0) }
        defer { texts.forEach { free($0) } }
        // Nobody's pipe must stay open in another's child.
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        var child = pid_t()
        guard posix_spawn(&child, command[0], &actions, nil, texts + [nil], environ) == 0 else {
            throw Wire.Failure(cause: "cannot start \(command[0])")
        }
        while waitpid(child, nil, 0) < 0, errno == EINTR {}
        return try String(contentsOfFile: output, encoding: .utf8)
    }
}

/// A port of 127.0.0.1 that nobody listens on.
enum FreePort {
    static func find() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let status = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, size) == 0 ? getsockname(descriptor, $0, &size) : -1
            }
        }
        guard status == 0 else { throw Wire.Failure(cause: String(cString: strerror(errno))) }
        return UInt16(bigEndian: address.sin_port)
    }
}
