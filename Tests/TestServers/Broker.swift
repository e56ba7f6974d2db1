internal import Foundation

/// A NATS server of one's own, with JetStream on a disk.
public final class Broker: Sendable {
    public struct Message: Decodable, Sendable {
        public let subject, id, body: String
    }

    public let port: UInt16
    private let server: SupervisedServer
    private let certificate: String?

    /// - Parameters:
    ///   - user: who may connect, `name:password`; nil for everybody.
    ///   - certificate: of `localhost`, with its key beside it in `.key`, to be encrypted by; nil for plain text.
    public init(user: String? = nil, certificate: String? = nil) async throws {
        port = try FreePort.find()
        self.certificate = certificate
        let folder = try ServerUser.folder("nats", isDurable: true)
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
        try await server.listens(on: port)
    }

    public func kill9() throws { try server.order("kill") }

    /// Nobody answers on its connections any more.
    public func freeze() throws { try server.order("stop") }

    public func restart() async throws {
        try server.order("start")
        try await server.listens(on: port)
    }

    /// What the stream holds, read by another program, which has no password.
    public func messages() async throws -> [Message] {
        let command =
            ["/usr/bin/python3", TestTool.script("nats-messages.py"), "\(port)", "LATHE"]
            + (certificate.map { ["--tls", $0] } ?? [])
        let text = try await Command.run(command)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Message.self, from: Data($0.utf8)) }
    }
}
