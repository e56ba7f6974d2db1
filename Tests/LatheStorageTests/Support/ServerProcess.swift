internal import Foundation
internal import Synchronization

/// A server that ends with its holder, or with the test process, however that ends.
final class ServerProcess: Sendable {
    let folder: TemporaryFolder
    private let process: Process

    /// Starts a program in a folder of its own.
    init(_ command: [String], in folder: TemporaryFolder, environment: [String: String] = [:]) throws {
        self.folder = folder
        process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", TestTools.script("supervise.py")] + command
        process.currentDirectoryURL = URL(filePath: folder.path)
        // SeaweedFS would take the developer's own credentials for its identities.
        process.environment = ProcessInfo.processInfo.environment.filter { !$0.key.hasPrefix("AWS_") }
            .merging(environment) { $1 }
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        // A server that is started meanwhile must not hold this one's input.
        holder = try Self.starts.withLock { [process] _ in
            let input = Pipe()
            _ = fcntl(input.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
            process.standardInput = input
            try process.run()
            return input.fileHandleForWriting
        }
    }

    private static let starts = Mutex(())

    private let holder: FileHandle

    deinit {
        try? holder.close()
        process.waitUntilExit()
    }

    var log: String { (try? String(contentsOfFile: folder / "log", encoding: .utf8)) ?? "" }

    /// Waits until somebody listens; nobody tells when.
    func listens(on port: Int) async throws {
        for _ in 0..<1200 {
            if Port.answers(port) { return }
            guard process.isRunning else { break }
            try await Task.sleep(for: .milliseconds(50))
        }
        throw TestTools.Missing(description: "the server does not listen on \(port): \(log.suffix(2000))")
    }
}

/// Ports of 127.0.0.1.
enum Port {
    /// Some that nobody uses now, all different.
    static func free(_ count: Int) throws -> [Int] {
        let sockets = (0..<count).map { _ in
            socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        }
        defer { sockets.forEach { close($0) } }
        return try sockets.map { socket in
            var address = loopback(0)
            var length = socklen_t(MemoryLayout<sockaddr_in>.size)
            let isBound = withUnsafeMutablePointer(to: &address) {
                $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(socket, $0, length) == 0 && getsockname(socket, $0, &length) == 0
                }
            }
            guard isBound else { throw TestTools.Missing(description: "there is no free port") }
            return Int(UInt16(bigEndian: address.sin_port))
        }
    }

    static func answers(_ port: Int) -> Bool {
        let socket = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        defer { close(socket) }
        var address = loopback(UInt16(port))
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    private static func loopback(_ port: UInt16) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
