@testable internal import LatheStorage
internal import TestServers

/// A store in SeaweedFS, and the faulty network that is between.
struct FaultyStore {
    let network: FaultyNetwork
    let store: S3Store

    init(_ rules: [FaultyNetwork.Rule], stallSeconds: Int = 30, attempts: Int = 6) async throws {
        let bucket = try await S3Bucket.seaweed.value
        network = try await FaultyNetwork(before: bucket, rules)
        var retries = RetryPolicy()
        retries.attempts = attempts
        retries.firstPause = .milliseconds(5)
        store = try bucket.behind(network).store(retries: retries, stallSeconds: stallSeconds)
    }
}
