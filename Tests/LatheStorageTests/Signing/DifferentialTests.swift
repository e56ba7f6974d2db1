internal import Foundation
@testable internal import LatheStorage
internal import TestServers
internal import Testing

/// botocore, which is AWS's own, and we sign the same requests.
struct DifferentialTests {
    private struct Signed: Decodable {
        let method, host, path: String
        let query, headers: [[String]]
        let payload, id, secret: String
        let token: String?
        let region: String
        let seconds, lifetime: Int
        let authorization, presigned: String

        var fields: [HTTPField] { headers.map { HTTPField($0[0], $0[1]) } + [HTTPField("host", host)] }
        var parameters: [HTTPField] { query.map { HTTPField($0[0], $0[1]) } }
        var moment: Date { Date(timeIntervalSince1970: TimeInterval(seconds)) }
        var signer: RequestSigner {
            RequestSigner(
                credentials: S3Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token),
                region: region)
        }
    }

    @Test("10,000 random requests are signed as botocore signs them", .timeLimit(.minutes(10)))
    func random() async throws {
        let lines = try await output(["\(Self.seed)", "10000"]).split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == 10_000)
        for line in lines {
            await Task.yield()
            let signed = try JSONDecoder().decode(Signed.self, from: Data(line))
            let headers = signed.signer.headers(
                signing: signed.method, path: signed.path, query: signed.parameters, headers: signed.fields,
                payloadHash: signed.payload, at: signed.moment)
            let query = signed.signer.query(
                presigning: signed.method, path: signed.path, query: signed.parameters, headers: signed.fields,
                lifetime: signed.lifetime, at: signed.moment)
            // botocore sends the parameters in another order; the signature covers the sorted ones.
            guard headers.last?.value == signed.authorization, parts(query) == parts(signed.presigned) else {
                Issue.record("seed \(Self.seed): \(String(decoding: line, as: UTF8.self)): \(headers), \(query)")
                return
            }
        }
    }

    private static let seed = 20_130_524

    private func parts(_ query: String) -> [Substring] { query.split(separator: "&").sorted() }

    private func output(_ arguments: [String]) async throws -> Data {
        let scratch = try TemporaryFolder()
        let process = Process()
        process.executableURL = URL(filePath: try TestTool.path("venv/bin/python"))
        process.arguments = [TestTool.script("sign-requests.py")] + arguments
        try Data().write(to: URL(filePath: scratch / "out"))
        process.standardOutput = try FileHandle(forWritingTo: URL(filePath: scratch / "out"))
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return try Data(contentsOf: URL(filePath: scratch / "out"))
    }
}
