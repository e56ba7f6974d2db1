public import LatheDatabase

/// A place in the store that was given to someone to put a master there, once.
public struct Upload: Sendable, Equatable, Identifiable {
    /// How far it is.
    public enum State: String, Sendable, CaseIterable {
        /// Bytes may come.
        case open
        /// All bytes are there.
        case complete
        /// A track was made of it.
        case used
        /// Its time was over before that.
        case expired
    }

    /// A UUIDv7.
    public let id: String
    /// The subject that it was issued to.
    public let owner: String
    /// Where it lies in the store.
    public let objectKey: String
    /// Its length; nil where nobody said.
    public let declaredBytes: Int?
    /// A media type; nil where nobody said.
    public let contentType: String?
    /// Lower-case hexadecimal; nil where nobody said.
    public let sha256: String?
    /// How many bytes have come.
    public let receivedBytes: Int
    /// How far it is.
    public let state: State
    /// What the store calls it while it is sent in parts; nil where it is not.
    public let partsID: String?
    /// Milliseconds since 1970.
    public let expiresAt: Int64
    /// Milliseconds since 1970.
    public let createdAt: Int64
}

/// What someone wants to upload.
public struct NewUpload: Sendable, Equatable {
    /// A UUIDv7.
    public var id: Upload.ID
    /// Where in the store; no two uploads have the same.
    public var objectKey: String
    /// Its length.
    public var declaredBytes: Int?
    /// A media type.
    public var contentType: String?
    /// Lower-case hexadecimal.
    public var sha256: String?
    /// Milliseconds that it may take until a track is made of it.
    public var lifetime: Int64

    /// Describes an upload.
    public init(
        id: Upload.ID = UUIDv7().description, objectKey: String, declaredBytes: Int? = nil, contentType: String? = nil,
        sha256: String? = nil, lifetime: Int64
    ) {
        self.id = id
        self.objectKey = objectKey
        self.declaredBytes = declaredBytes
        self.contentType = contentType
        self.sha256 = sha256
        self.lifetime = lifetime
    }
}

extension Upload {
    static let columns: SQL = """
        id, owner, object_key, declared_bytes, content_type, sha256, received_bytes, state, parts_id, expires_at,
        created_at
        """

    init(_ row: Row) throws {
        let stored: String = try row["state"]
        guard let state = State(rawValue: stored) else {
            throw CatalogError.unknownValue(stored, column: "uploads.state")
        }
        self.init(
            id: try row["id"], owner: try row["owner"], objectKey: try row["object_key"],
            declaredBytes: try row["declared_bytes"], contentType: try row["content_type"], sha256: try row["sha256"],
            receivedBytes: try row["received_bytes"], state: state, partsID: try row["parts_id"],
            expiresAt: try row["expires_at"],
            createdAt: try row["created_at"])
    }
}
