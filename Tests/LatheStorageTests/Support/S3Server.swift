internal import Foundation
@testable internal import LatheStorage

/// A real S3 server on loopback with one bucket, started once for all tests.
final class S3Server: Sendable {
    static let bucket = "lathe-tests"
    static let credentials = S3Credentials(accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMIEXAMPLEKEY")

    static let seaweed = Task { try await S3Server.startSeaweed() }
    static let nanio = Task { try await S3Server.startNanio() }

    let port: Int
    private let process: ServerProcess

    private init(_ process: ServerProcess, port: Int) async throws {
        (self.process, self.port) = (process, port)
        try await process.listens(on: port)
        try await makeBucket()
    }

    var endpoint: String { "http://127.0.0.1:\(port)" }

    /// A store that sees nothing of others.
    func store(
        endpoint: String? = nil, prefix: String = UUID().uuidString, credentials: S3Credentials = credentials,
        retries: RetryPolicy = RetryPolicy(), stallSeconds: Int = 30
    ) throws -> S3Store {
        let location = try S3Location(bucket: Self.bucket, prefix: prefix, endpoint: endpoint ?? self.endpoint)
        return S3Store(
            location, credentials: credentials, retries: retries, partSize: 5 << 20, stallSeconds: stallSeconds)
    }

    /// A server that listens may not be ready yet.
    private func makeBucket() async throws {
        var retries = RetryPolicy()
        retries.attempts = 40
        retries.longestPause = .milliseconds(500)
        let connection = try store(retries: retries).connection
        let answer = try await connection.send("make", Self.bucket) { S3Request("PUT") }
        if let fault = answer.fault { throw fault.error("make", Self.bucket) }
    }

    private static func startSeaweed() async throws -> S3Server {
        let folder = try TemporaryFolder()
        let identity = """
            {"identities": [{"name": "lathe", "actions": ["Admin", "Read", "Write", "List", "Tagging"], "credentials":
            [{"accessKey": "\(credentials.accessKeyID)", "secretKey": "\(credentials.secretAccessKey)"}]}]}
            """
        try identity.write(toFile: folder / "s3.json", atomically: true, encoding: .utf8)
        let ports = try Port.free(8)
        let names = ["master", "volume", "filer", "s3"].flatMap { ["\($0).port", "\($0).port.grpc"] }
        let options = zip(names, ports).map { "-\($0)=\($1)" }
        let process = try ServerProcess(
            [
                try TestTools.path("weed"), "server", "-dir=\(folder.path)", "-s3", "-master.telemetry=false",
                "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3.domainName=localhost", "-s3.port.iceberg=0",
                "-s3.port.lance=0",
                "-s3.config=\(folder / "s3.json")", "-volume.max=100", "-master.volumeSizeLimitMB=64",
            ] + options, in: folder)
        return try await S3Server(process, port: ports[6])
    }

    private static func startNanio() async throws -> S3Server {
        let folder = try TemporaryFolder()
        let port = try Port.free(1)[0]
        let process = try ServerProcess(
            [
                try TestTools.path("nanio"), "serve", "--host", "127.0.0.1", "--port", String(port), "--data-dir",
                folder / "data", "--no-access-log",
            ], in: folder,
            environment: [
                "NANIO_ACCESS_KEY": credentials.accessKeyID, "NANIO_SECRET_KEY": credentials.secretAccessKey,
            ])
        return try await S3Server(process, port: port)
    }
}
