internal import Foundation
@testable internal import LatheStorage
internal import TestServers

/// Every store that is tested, and what it can.
enum StoreKind: Sendable {
    case directory, seaweed, nanio

    static let all = [directory, seaweed, nanio]

    /// Those that must pass the whole conformance suite. nanio is none: it ignores conditions, refuses ranges that go
    /// beyond the end, and repeats objects in lists.
    static let complete = [directory, seaweed]

    /// The order of a list. SeaweedFS orders by components, so that `a/b` precedes `a-b`; S3 and a directory do not.
    func sorted(_ keys: [String]) -> [String] {
        guard self == .seaweed else { return keys }
        return keys.sorted { $0.split(separator: "/").lexicographicallyPrecedes($1.split(separator: "/")) }
    }

    /// An empty store.
    func make() async throws -> TestedStore {
        switch self {
        case .directory:
            let folder = try TemporaryFolder()
            return TestedStore(store: try DirectoryStore(folder.path), folder: folder)
        case .seaweed: return TestedStore(store: try await S3Bucket.seaweed.value.store(), folder: nil)
        case .nanio: return TestedStore(store: try await S3Bucket.nanio.value.store(), folder: nil)
        }
    }
}

/// A store, and what it lives in.
struct TestedStore {
    let store: any ObjectStore
    let folder: TemporaryFolder?

    func put(_ text: String, at key: String) async throws {
        try await store.put(.bytes(Array(text.utf8)), at: ObjectKey(key))
    }

    /// Nil if there is no object.
    func text(_ key: String, range: ByteRange? = nil) async throws -> String? {
        try await bytes(ObjectKey(key), range: range).map { String(decoding: $0, as: UTF8.self) }
    }

    func bytes(_ key: ObjectKey, range: ByteRange? = nil) async throws -> [UInt8]? {
        let collected = Collected()
        let object = try await store.get(key, range: range, into: .consumer(collected.append))
        return object.map { _ in collected.bytes }
    }

    var keys: [String] {
        get async throws {
            var keys: [String] = []
            for try await object in store.objects() { keys.append(object.key.text) }
            return keys
        }
    }
}
