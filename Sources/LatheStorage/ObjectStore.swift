/// A place for objects: bytes under a key, whole or not there at all.
///
/// Every implementation keeps the same promises, and one conformance suite holds all of them to it:
/// - An object appears and is replaced at once; no reader sees half of one. A put that succeeded is durable.
/// - What succeeded is visible to everybody from then on (read after write, list after write).
/// - Memory is constant, however large an object or a store.
/// - No call blocks a cooperative thread; a cancelled one ends within about a second and leaves nothing half done.
///
/// Errors are `StorageError`, or `CancellationError`.
public protocol ObjectStore: Sendable {
    /// Stores an object, and verifies that the store holds what was sent.
    ///
    /// - Returns: the object as the store holds it.
    /// - Throws: `conditionFailed` if the condition does not hold, `corrupt` if the bytes differ from
    ///   `attributes.sha256` or change on the way, `full` if there is no space.
    @discardableResult
    func put(
        _ source: ObjectSource, at key: ObjectKey, as attributes: ObjectAttributes, if condition: PutCondition
    ) async throws -> StoredObject

    /// Fetches an object or a range of it, and verifies a whole one by its checksum.
    ///
    /// - Parameter range: clipped at the end of the object; `invalid` if it begins there or behind.
    /// - Returns: the object, of which `size` is the whole; nil if there is none.
    func get(_ key: ObjectKey, range: ByteRange?, into destination: ObjectDestination) async throws -> StoredObject?

    /// What `get` would return, without the bytes.
    func head(_ key: ObjectKey) async throws -> StoredObject?

    /// Deletes objects. One that is absent is as good as deleted.
    func delete(_ keys: [ObjectKey]) async throws

    /// The next objects whose keys begin with a prefix, in the order of their bytes as far as the server keeps to S3
    /// (SeaweedFS orders component by component).
    ///
    /// - Parameters:
    ///   - prefix: of the key, not of its components: `a` covers `ab`.
    ///   - cursor: where the page before ended; nil begins.
    ///   - limit: 1...1000.
    func list(prefix: String, after cursor: ListCursor?, limit: Int) async throws -> ObjectPage

    /// A request that whoever holds it can send without credentials until it expires; nil if this store serves none,
    /// as a directory does.
    func presign(_ request: PresignableRequest) throws -> PresignedRequest?

    /// The origin that presigned requests lead to, as browsers write it (RFC 6454 §6.2); nil if this store serves none.
    var presignedOrigin: String? { get }
}

extension ObjectStore {
    /// Stores an object, whatever was there.
    @discardableResult
    public func put(
        _ source: ObjectSource, at key: ObjectKey, as attributes: ObjectAttributes = ObjectAttributes()
    ) async throws -> StoredObject {
        try await put(source, at: key, as: attributes, if: .always)
    }

    /// Fetches a whole object.
    public func get(_ key: ObjectKey, into destination: ObjectDestination) async throws -> StoredObject? {
        try await get(key, range: nil, into: destination)
    }

    /// All objects whose keys begin with a prefix, fetched page by page as they are asked for.
    public func objects(prefix: String = "") -> StoredObjects { StoredObjects(of: self, prefix: prefix) }
}
