internal import Foundation
internal import TestServers

/// A NATS server of one's own, with JetStream on a disk.
final class Broker: Sendable {
    struct Message: Decodable {
        let subject, id, body: String
    }

    let port: UInt16
    private let server: SupervisedServer
    private let certificate: String?

    /// - Parameters:
    ///   - user: who may connect, `name:password`; nil for everybody.
    ///   - certificate: of `localhost`, with its key beside it in `.key`, to be encrypted by; nil for plain text.
    init(user: String? = nil, certificate: String? = nil) async throws {
        port = try FreePort.find()
        self.certificate = certificate
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-nats-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        var command = [
            try TestTool.path("nats-server"), "-js", "-sd", folder + "/data", "-a", "127.0.0.1", "-p", "\(port)",
        ]
        if let user, let colon = user.firstIndex(of: ":") {
            command += ["--user", String(user[..<colon]), "--pass", String(user[user.index(after: colon)...])]
        }
        if let certificate {
            command += ["--tls", "--tlscert", certificate, "--tlskey", certificate + ".key"]
        }
        server = try SupervisedServer(command, in: folder, endedBy: "KILL")
        try await waitUntilReady()
    }

    func kill9() throws { try server.order("kill") }

    /// Nobody answers on its connections any more.
    func freeze() throws { try server.order("stop") }

    func restart() async throws {
        try server.order("start")
        try await waitUntilReady()
    }

    private func waitUntilReady() async throws {
        try await eventually("the broker listens: \(server.log)") { FreePort.answers(self.port) }
    }

    /// What the stream holds, read by another program, which has no password.
    func messages() async throws -> [Message] {
        let command =
            [TestTool.script("nats-messages.py"), "\(port)", "LATHE"] + (certificate.map { ["--tls", $0] } ?? [])
        let text = try await onThread { try run("/usr/bin/python3", command) }
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
    }
}

/// Runs a program to its end; blocks.
/// - Returns: what it said.
func run(_ program: String, _ arguments: [String]) throws -> String {
    let (process, output) = (Process(), Pipe())
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let text = String(decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Impatience(description: "\(program): \(text)") }
    return text
}
