internal import Foundation
internal import TestServers
internal import Testing

/// A program of another language that takes webhooks, and verifies them by itself.
final class WebhookReceiver: Sendable {
    struct Received: Decodable {
        struct Body: Decodable {
            let id, subject: String
            let data: [String: Int]
        }
        let id: String
        let body: Body
        let isRight, isWrong: Bool
    }

    let port: Int
    private let server: SupervisedServer

    init() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/lathe-receiver-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        server = try SupervisedServer(
            [
                "/usr/bin/python3", TestTool.script("webhook-receiver.py"), folder + "/port", folder + "/received",
                "200",
            ], in: folder, endedBy: "KILL")
        let path = folder + "/port"
        try await eventually("the receiver listens") { FileManager.default.fileExists(atPath: path) }
        port = try #require(Int(String(contentsOfFile: path, encoding: .utf8)))
    }

    func expect(secret: String) throws {
        try secret.write(toFile: server.folder + "/SECRET", atomically: true, encoding: .utf8)
    }

    /// All that came, in its order.
    var received: [Received] {
        get throws {
            let text = (try? String(contentsOfFile: server.folder + "/received", encoding: .utf8)) ?? ""
            // The last line may be half there.
            return try text.split(separator: "\n").filter { $0.hasSuffix("}") }
                .map { try JSONDecoder().decode(Received.self, from: Data($0.utf8)) }
        }
    }
}
