public import LatheDatabase

/// What lies in the store because the catalogue says so.
public enum StoredThing: Sendable, Equatable, Codable {
    /// A master that came by an upload.
    case upload(key: String)
    /// A master that somebody enqueued: in the store only where workers do not see the disk that it came from.
    case delivery(key: String)
    /// A package that listeners are sent to: `package.json` below the prefix, of that checksum, names the rest.
    case package(prefix: String, sha256: String)
}

extension Catalog {
    /// Lists all that the catalogue counts on, in an order that depends on the rows alone.
    ///
    /// Replaced revisions and those of deleted tracks are nobody's any more: whatever is left of them is garbage in its
    /// grace. Masters are kept even so.
    /// - Parameter body: called for each, a page of rows in memory at a time.
    public func forEachStored(in connection: Connection, _ body: (StoredThing) throws -> Void) throws {
        try Self.forEachRow(in: connection, Self.uploads) { try body(.upload(key: $0["object_key"])) }
        try Self.forEachRow(in: connection, Self.revisions) { row in
            let (master, prefix): (String, String?) = (try row["master_version"], try row["prefix"])
            if !master.hasPrefix("upload:") { try body(.delivery(key: "masters/\(master)")) }
            if let prefix { try body(.package(prefix: prefix, sha256: row["package_sha256"])) }
        }
    }

    private static let pageSize = 1000

    private static func forEachRow(
        in connection: Connection, _ query: (_ after: String) -> SQL, _ body: (Row) throws -> Void
    ) throws {
        var last = ""
        while case let rows = try connection.rows(query(last)), !rows.isEmpty {
            try rows.forEach(body)
            last = try rows[rows.count - 1]["id"]
        }
    }

    private static func uploads(after id: String) -> SQL {
        """
        SELECT id, object_key FROM uploads WHERE state IN ('complete', 'used') AND id > \(id)
        ORDER BY id LIMIT \(pageSize)
        """
    }

    private static func revisions(after id: String) -> SQL {
        """
        SELECT id, master_version, package_sha256, CASE WHEN retired_at IS NULL THEN prefix END AS prefix
        FROM revisions WHERE id > \(id) ORDER BY id LIMIT \(pageSize)
        """
    }
}
