internal import Foundation

/// A SeaweedFS that speaks S3, in a temporary folder; it ends with the test process.
public final class SeaweedServer: Sendable {
    let port: UInt16
    private let server: SupervisedServer

    private static let starting = Task { try await SeaweedServer() }

    /// The one of this process; started when it is first asked for.
    public static var shared: SeaweedServer { get async throws { try await starting.value } }

    private static let keyID = "AKIDEXAMPLE"
    private static let secret = "wJalrXUtnFEMIEXAMPLEKEY"

    // Whoever has no key may make buckets; a signature that is there is checked.
    private static let identities = """
        {"identities": [
            {"name": "lathe", "actions": ["Admin", "Read", "Write", "List", "Tagging"],
             "credentials": [{"accessKey": "\(keyID)", "secretKey": "\(secret)"}]},
            {"name": "anonymous", "actions": ["Admin"]}
        ]}
        """

    init() async throws {
        let folder = try await ServerUser.folder("seaweed")
        try Self.identities.write(toFile: "\(folder)/s3.json", atomically: true, encoding: .utf8)
        let ports = try FreePort.find(8)
        let names = ["master", "volume", "filer", "s3"].flatMap { ["\($0).port", "\($0).port.grpc"] }
        port = ports[6]
        server = try SupervisedServer(
            [
                try TestTool.path("weed"), "server", "-dir=\(folder)", "-s3", "-master.telemetry=false",
                "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3.port.iceberg=0", "-s3.port.lance=0",
                "-s3.config=\(folder)/s3.json", "-volume.max=100", "-master.volumeSizeLimitMB=64",
            ] + zip(names, ports).map { "-\($0)=\($1)" }, in: folder, endedBy: "KILL")
    }

    /// A new bucket; the first one waits until the server is ready.
    public func makeBucket() async throws -> S3Bucket {
        let name = "faults-" + UUID().uuidString.lowercased()
        for _ in 0..<600 {
            let answer = try? await Command.run([
                "/usr/bin/curl", "--silent", "--show-error", "--fail", "--max-time", "5", "--request", "PUT",
                "http://127.0.0.1:\(port)/\(name)",
            ])
            if answer != nil { return S3Bucket(name: name, port: port, environment: Self.environment) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw Command.Failure(description: "SeaweedFS does not start:\n\(server.log.suffix(2000))")
    }

    private static let environment = ["AWS_ACCESS_KEY_ID": keyID, "AWS_SECRET_ACCESS_KEY": secret]
}

/// A bucket, and how it is reached.
public struct S3Bucket: Sendable {
    let name: String
    let port: UInt16
    /// Has the credentials.
    public let environment: [String: String]

    /// `s3://…`
    public var url: String { "s3://\(name)/music?endpoint=http://127.0.0.1:\(port)" }

    /// What a browser takes it for (RFC 6454 §6.2).
    public var origin: String { "http://127.0.0.1:\(port)" }

    /// Lets pages of another origin read and write; what a bucket's owner says once.
    public func admit(_ origin: String) async throws {
        let rules = """
            <CORSConfiguration><CORSRule><AllowedOrigin>\(origin)</AllowedOrigin><AllowedMethod>GET</AllowedMethod>\
            <AllowedMethod>PUT</AllowedMethod><AllowedHeader>*</AllowedHeader></CORSRule></CORSConfiguration>
            """
        try await Command.run([
            "/usr/bin/curl", "--silent", "--show-error", "--fail-with-body", "--request", "PUT", "--data", rules,
            "\(self.origin)/\(name)?cors",
        ])
    }

    /// The same bucket by another way.
    public func behind(_ network: FaultyNetwork) -> S3Bucket {
        S3Bucket(name: name, port: network.port, environment: environment)
    }
}
