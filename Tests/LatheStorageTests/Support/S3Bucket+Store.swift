internal import Foundation
@testable internal import LatheStorage
internal import TestServers

extension S3Bucket {
    /// One for all tests: each bucket takes volumes of SeaweedFS.
    static let seaweed = Task { try await S3Server.seaweed.makeBucket() }
    static let nanio = Task { try await S3Server.nanio.makeBucket() }

    /// A store that sees nothing of others.
    func store(
        prefix: String = UUID().uuidString, credentials: S3Credentials = .ofTests,
        retries: RetryPolicy = RetryPolicy(), stallSeconds: Int = 30
    ) throws -> S3Store {
        S3Store(
            try S3Location(bucket: name, prefix: prefix, endpoint: endpoint), credentials: credentials,
            retries: retries, partSize: 5 << 20, stallSeconds: stallSeconds)
    }
}

extension S3Credentials {
    static let ofTests = S3Credentials(accessKeyID: S3Server.keyID, secretAccessKey: S3Server.secret)
}
