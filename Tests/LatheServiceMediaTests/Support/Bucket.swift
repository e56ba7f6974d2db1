internal import Foundation
@testable internal import LatheStorage

/// A bucket of a real S3 server on loopback, which checks signatures.
final class Bucket: Sendable {
    static let isThere = TestTools.program("weed") != nil

    private let program: BackgroundProgram
    private let folder: String
    private let location: S3Location
    private static let credentials = S3Credentials(
        accessKeyID: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMIEXAMPLEKEY")

    init() async throws {
        folder = FileManager.default.temporaryDirectory.path + "/lathe-bucket-" + UUID().uuidString
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let identity = """
            {"identities": [{"name": "lathe", "actions": ["Admin", "Read", "Write", "List"], "credentials":
            [{"accessKey": "\(Self.credentials.accessKeyID)", "secretKey": "\(Self.credentials.secretAccessKey)"}]}]}
            """
        try identity.write(toFile: folder + "/s3.json", atomically: true, encoding: .utf8)
        let names = ["master", "volume", "filer", "s3"].flatMap { ["\($0).port", "\($0).port.grpc"] }
        let ports = try names.map { _ in try FreePort.find() }
        program = try BackgroundProgram(
            [
                TestTools.program("weed") ?? "", "server", "-dir=\(folder)", "-s3", "-master.telemetry=false",
                "-ip=127.0.0.1", "-ip.bind=127.0.0.1", "-s3.port.iceberg=0", "-s3.port.lance=0",
                "-s3.config=\(folder)/s3.json", "-volume.max=10", "-master.volumeSizeLimitMB=64",
            ] + zip(names, ports).map { "-\($0)=\($1)" }, output: folder + "/log")
        location = try S3Location(bucket: "music", prefix: "", endpoint: "http://127.0.0.1:\(ports[6])")
        try await make()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    var store: S3Store { S3Store(location, credentials: Self.credentials) }

    private func make() async throws {
        var retries = RetryPolicy()
        retries.attempts = 60
        retries.longestPause = .milliseconds(500)
        let connection = S3Store(location, credentials: Self.credentials, retries: retries).connection
        let answer = try await connection.send("make", "music") { S3Request("PUT") }
        if let fault = answer.fault { throw fault.error("make", "music") }
    }
}
