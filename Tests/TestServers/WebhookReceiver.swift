internal import Foundation

/// A program of another language that takes webhooks, and verifies them by itself: `Tests/Support/webhook-receiver.py`.
public final class WebhookReceiver: Sendable {
    public struct Received: Decodable, Sendable {
        public struct Body: Decodable, Sendable {
            public let id, topic, subject: String
            public let data: [String: Int]
        }
        public let id, path: String
        public let status: Int
        public let body: Body
        /// Whether it is signed with the secret that is expected.
        public let isRight: Bool
        /// Whether it is signed with `wrong`.
        public let isWrong: Bool
    }

    public let port: UInt16
    private let server: SupervisedServer

    /// - Parameter statuses: its answers in turn, the last one for ever.
    public init(answering statuses: [Int] = [200]) async throws {
        let folder = try ServerUser.folder("receiver")
        server = try SupervisedServer(
            ["/usr/bin/python3", TestTool.script("webhook-receiver.py"), folder + "/port", folder + "/received"]
                + statuses.map(String.init), in: folder, endedBy: "KILL")
        port = try await server.announcedPort
    }

    public func expect(secret: String) throws {
        try secret.write(toFile: server.folder + "/SECRET", atomically: true, encoding: .utf8)
    }

    /// All that came, in its order.
    public var received: [Received] {
        get throws {
            let text = (try? String(contentsOfFile: server.folder + "/received", encoding: .utf8)) ?? ""
            // The last line may be half there.
            return try text.split(separator: "\n").filter { $0.hasSuffix("}") }
                .map { try JSONDecoder().decode(Received.self, from: Data($0.utf8)) }
        }
    }
}
