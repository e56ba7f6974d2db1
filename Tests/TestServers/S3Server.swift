internal import Foundation

/// A program that speaks S3 and checks signatures, in a temporary folder; it ends with the test process.
public final class S3Server: Sendable {
    public static let keyID = "AKIDEXAMPLE"
    public static let secret = "wJalrXUtnFEMIEXAMPLEKEY"

    private let port: UInt16
    private let server: SupervisedServer

    private static let startingSeaweed = Task { try await startSeaweed() }
    private static let startingNanio = Task { try await startNanio() }

    /// The SeaweedFS of this process; started when it is first asked for.
    public static var seaweed: S3Server { get async throws { try await startingSeaweed.value } }

    /// The nanio of this process; started when it is first asked for.
    public static var nanio: S3Server { get async throws { try await startingNanio.value } }

    private init(_ server: SupervisedServer, port: UInt16) { (self.server, self.port) = (server, port) }

    private static func startSeaweed() async throws -> S3Server {
        let folder = try ServerUser.folder("seaweed")
        let identities = """
            {"identities": [{"name": "lathe", "actions": ["Admin", "Read", "Write", "List", "Tagging"], "credentials":
            [{"accessKey": "\(keyID)", "secretKey": "\(secret)"}]}]}
            """
        try identities.write(toFile: "\(folder)/s3.json", atomically: true, encoding: .utf8)
        let ports = try FreePort.find(8)
        let names = ["master", "volume", "filer", "s3"].flatMap { ["\($0).port", "\($0).port.grpc"] }
        let server = try SupervisedServer(
            [
                try TestTool.path("weed"), "server", "-dir=\(folder)", "-s3", "-master.telemetry=false",
                "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3.domainName=localhost", "-s3.port.iceberg=0",
                "-s3.port.lance=0", "-s3.config=\(folder)/s3.json", "-volume.max=100",
                "-master.volumeSizeLimitMB=64",
            ] + zip(names, ports).map { "-\($0)=\($1)" }, in: folder, endedBy: "KILL")
        return S3Server(server, port: ports[6])
    }

    private static func startNanio() async throws -> S3Server {
        let folder = try ServerUser.folder("nanio")
        let port = try FreePort.find()
        let server = try SupervisedServer(
            [
                "/usr/bin/env", "NANIO_ACCESS_KEY=\(keyID)", "NANIO_SECRET_KEY=\(secret)",
                try TestTool.path("nanio"), "serve", "--host", "127.0.0.1", "--port", "\(port)",
                "--data-dir", "\(folder)/data", "--no-access-log",
            ], in: folder, endedBy: "KILL")
        return S3Server(server, port: port)
    }

    /// A new bucket; the first one waits until the server is ready.
    public func makeBucket() async throws -> S3Bucket {
        let bucket = S3Bucket(name: "lathe-" + UUID().uuidString.lowercased(), port: port)
        let url = "\(bucket.endpoint)/\(bucket.name)"
        for _ in 0..<600 {
            // There already where the answer to an earlier try came too late.
            if ["200", "409"].contains(await status(of: "PUT", url)),
                await status(of: "PUT", url + "/first", "--data-binary", "an object") == "200",
                await status(of: "DELETE", url + "/first") == "204"
            {
                return bucket
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Command.Failure(description: "the S3 server does not start:\n\(server.log.suffix(2000))")
    }

    private func status(of method: String, _ url: String, _ options: String...) async -> String? {
        try? await Command.run(
            [
                "/usr/bin/curl", "--silent", "--max-time", "30", "--output", "/dev/null", "--write-out",
                "%{http_code}", "--request", method, "--aws-sigv4", "aws:amz:us-east-1:s3", "--header",
                "x-amz-content-sha256: UNSIGNED-PAYLOAD", "--user", "\(Self.keyID):\(Self.secret)", url,
            ] + options)
    }
}

/// A bucket, and how it is reached.
public struct S3Bucket: Sendable {
    public let name: String
    public let port: UInt16

    public var endpoint: String { "http://127.0.0.1:\(port)" }

    /// `s3://…`
    public var url: String { "s3://\(name)/music?endpoint=\(endpoint)" }

    /// Has the credentials.
    public var environment: [String: String] {
        ["AWS_ACCESS_KEY_ID": S3Server.keyID, "AWS_SECRET_ACCESS_KEY": S3Server.secret]
    }

    /// Lets pages of another origin read and write; what a bucket's owner says once.
    public func admit(_ origin: String) async throws {
        try await Command.run(
            [TestTool.path("venv/bin/python"), TestTool.script("admit-origin.py"), endpoint, name, origin],
            environment: environment)
    }

    /// The same bucket by another way.
    public func behind(_ network: FaultyNetwork) -> S3Bucket { S3Bucket(name: name, port: network.port) }
}
