internal import Foundation
@testable internal import LatheStorage
internal import TestServers
internal import Testing

struct S3CredentialsTests {
    private let file = """
        # comment = 1
        [default]
        aws_access_key_id = IDFILE
        aws_secret_access_key=secret=file

        [ other ]
        AWS_ACCESS_KEY_ID=IDOTHER
        aws_secret_access_key = secretother
        aws_session_token = token
        """

    private func find(_ environment: [String: String]) throws -> S3Credentials {
        let folder = try TemporaryFolder()
        try FileManager.default.createDirectory(atPath: folder / ".aws", withIntermediateDirectories: true)
        try file.write(toFile: folder / ".aws/credentials", atomically: true, encoding: .utf8)
        return try S3Credentials.find(in: environment.merging(["HOME": folder.path]) { $1 })
    }

    @Test("The environment goes before the file")
    func environment() throws {
        let found = try find(["AWS_ACCESS_KEY_ID": "ID", "AWS_SECRET_ACCESS_KEY": "s", "AWS_SESSION_TOKEN": "t"])
        #expect([found.accessKeyID, found.secretAccessKey, found.sessionToken] == ["ID", "s", "t"])
        #expect(try find(["AWS_ACCESS_KEY_ID": "half"]).accessKeyID == "IDFILE")
    }

    @Test("The file has profiles")
    func profile() throws {
        let found = try find([:])
        #expect([found.accessKeyID, found.secretAccessKey, found.sessionToken] == ["IDFILE", "secret=file", nil])
        let other = try find(["AWS_PROFILE": "other"])
        #expect([other.accessKeyID, other.secretAccessKey, other.sessionToken] == ["IDOTHER", "secretother", "token"])
        let error = #expect(throws: StorageError.self) { try find(["AWS_PROFILE": "none"]) }
        #expect(error?.code == .denied)
    }

    @Test("No description shows the secret")
    func secrecy() throws {
        let credentials = S3Credentials(accessKeyID: "ID", secretAccessKey: "hunter2", sessionToken: "token7")
        let store = S3Store(try S3Location(bucket: "bucket"), credentials: credentials)
        var texts = ["\(credentials)", String(reflecting: credentials), "\(store)", "\(store.connection)"]
        dump(credentials, to: &texts[0])
        dump(store, to: &texts[1])
        for text in texts { #expect(!text.contains("hunter2") && !text.contains("token7"), "\(text)") }
    }

    @Test("Wrong credentials are denied, with what helps", arguments: [("AKIDEXAMPLE", "wrong"), ("WRONG", "wrong")])
    func denied(id: String, secret: String) async throws {
        let credentials = S3Credentials(accessKeyID: id, secretAccessKey: secret)
        let store = try await S3Bucket.seaweed.value.store(credentials: credentials)
        let error = await #expect(throws: StorageError.self) { try await store.put(.bytes([1]), at: ObjectKey("k")) }
        #expect(error?.code == .denied)
        #expect(error?.remedy == "Check the access key and its secret.")
    }

    @Test("A bucket that does not exist is not found")
    func noBucket() async throws {
        let location = try S3Location(bucket: "no-such-bucket", endpoint: try await S3Bucket.seaweed.value.endpoint)
        let store = S3Store(location, credentials: .ofTests)
        let error = await #expect(throws: StorageError.self) { try await store.list(prefix: "", after: nil, limit: 1) }
        #expect(error?.code == .notFound)
    }
}
