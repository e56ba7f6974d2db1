internal import LatheStorage

/// A store before which something else happens, whenever an object is looked for.
struct InterposedStore: ObjectStore {
    let store: any ObjectStore
    let before: @Sendable (ObjectKey) async throws -> Void

    func head(_ key: ObjectKey) async throws -> StoredObject? {
        try await before(key)
        return try await store.head(key)
    }

    func get(_ key: ObjectKey, range: ByteRange?, into destination: ObjectDestination) async throws -> StoredObject? {
        try await before(key)
        return try await store.get(key, range: range, into: destination)
    }

    func put(
        _ source: ObjectSource, at key: ObjectKey, as attributes: ObjectAttributes, if condition: PutCondition
    ) async throws -> StoredObject { try await store.put(source, at: key, as: attributes, if: condition) }

    func delete(_ keys: [ObjectKey]) async throws { try await store.delete(keys) }

    func list(prefix: String, after cursor: ListCursor?, limit: Int) async throws -> ObjectPage {
        try await store.list(prefix: prefix, after: cursor, limit: limit)
    }

    func presign(_ request: PresignableRequest) throws -> PresignedRequest? { try store.presign(request) }

    var presignedOrigin: String? { store.presignedOrigin }
}
