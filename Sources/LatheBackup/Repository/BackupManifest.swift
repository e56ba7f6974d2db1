public import LatheCatalog

/// What a backup is: everything in it by its checksum, and what made it.
public struct BackupManifest: Sendable, Equatable, Codable {
    /// The value of `schema` that this version writes and reads.
    public static let currentSchema = "lathe-backup/1"

    /// `currentSchema`; a document of another is refused.
    public var schema = currentSchema
    /// When the database was copied. Milliseconds since 1970.
    public var createdAt: Int64
    /// The version of Lathe that made it.
    public var version: String
    /// `sqlite`, or `postgreSQL`: what `database` is a copy of.
    public var dialect: String
    /// The steps that the tables had behind them.
    public var migrations: [String]
    /// A SQLite file, or what `pg_dump` makes in its custom format.
    public var database: Blob
    /// What the catalogue names: JSON lines.
    public var names: Blob
    /// Which objects there are, and what they are: JSON lines in the order of the names.
    public var objects: Blob
    /// What tokens and addresses are signed with; nil where it was left out.
    public var keys: Blob?
    /// Whether packages are part of it.
    public var hasPackages: Bool
    /// How many masters.
    public var masters = 0
    /// How many packages.
    public var packages = 0
    /// How many objects the two are.
    public var objectCount = 0
    /// Of all objects.
    public var bytes = 0
    /// How many objects the catalogue names that were not to be had.
    public var missing = 0
    /// What the database names and the catalogue gave up before it was copied: it is not in the backup, and a restoration
    /// gives it up too. Nil where there is nothing, as in the backups of those who did not know of it.
    public var givenUp: [StoredThing]?
    /// The keys of enqueued masters that were put into the store and were not to be had, up to a thousand: nothing else
    /// in a backup tells them from those that never were. Nil as above.
    public var lostDeliveries: [String]?

    /// The blobs that it names itself.
    var parts: [Blob] { [database, names, objects] + [keys].compactMap(\.self) }
}

/// A backup in a repository.
public struct StoredBackup: Sendable, Equatable {
    /// When it was made, and the beginning of its manifest's checksum: `20261126T024500123Z-5f3c…`. Later than the names
    /// of those before, also where the clock was not.
    public let name: String
    /// What it is.
    public let manifest: BackupManifest
}
