internal import Foundation
internal import Testing

/// A small program of another language that takes webhooks, and verifies them by itself.
final class WebhookReceiver {
    struct Received: Decodable {
        struct Body: Decodable { let id, topic, subject: String }
        let id, path: String
        let status: Int
        let body: Body
        let isRight, isWrong: Bool
    }

    private let folder: String
    private let program: BackgroundProgram
    let port: Int

    init(in folder: String, answering statuses: [Int]) async throws {
        self.folder = folder
        let script = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Support/webhook-receiver.py").standardizedFileURL.path()
        program = try BackgroundProgram(
            ["python3", script, folder + "/port", folder + "/received"] + statuses.map { "\($0)" },
            output: folder + "/receiver.log")
        let path = folder + "/port"
        port = try #require(
            try await eventually { (try? String(contentsOfFile: path, encoding: .utf8)).flatMap(Int.init) })
    }

    func expect(secret: String) throws {
        try secret.write(toFile: folder + "/SECRET", atomically: true, encoding: .utf8)
    }

    var received: [Received] {
        let text = (try? String(contentsOfFile: folder + "/received", encoding: .utf8)) ?? ""
        return text.split(separator: "\n").compactMap {
            try? JSONDecoder().decode(Received.self, from: Data($0.utf8))
        }
    }
}
