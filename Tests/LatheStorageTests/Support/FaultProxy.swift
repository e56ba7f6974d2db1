internal import Foundation
@testable internal import LatheStorage

/// A proxy before the S3 server that fails as it is told.
final class FaultProxy: Sendable {
    struct Rule: Encodable {
        var method: String?
        var contains: String?
        var times = 1
        var fault: String
        var status: Int?
        var code: String?
        var bytes: Int?
        var headers: [String: String]?
    }

    private let process: ServerProcess
    private let port: Int
    let store: S3Store

    init(_ rules: [Rule], stallSeconds: Int = 30, attempts: Int = 6) async throws {
        let server = try await S3Server.seaweed.value
        port = try Port.free(1)[0]
        let text = String(decoding: try JSONEncoder().encode(rules), as: UTF8.self)
        process = try ServerProcess(
            ["python3", TestTools.script("fault-proxy.py"), String(port), String(server.port), text],
            in: TemporaryFolder())
        try await process.listens(on: port)
        var retries = RetryPolicy()
        retries.attempts = attempts
        retries.firstPause = .milliseconds(5)
        store = try server.store(endpoint: "http://127.0.0.1:\(port)", retries: retries, stallSeconds: stallSeconds)
    }

    /// What was asked so far: method and fault of each request whose target contains a text.
    func requests(containing text: String = "") -> [String] {
        process.log.split(separator: "\n").map { $0.split(separator: " ") }
            .filter { $0.count == 3 && (text.isEmpty || $0[1].contains(text)) }.map { "\($0[0]) \($0[2])" }
    }
}
