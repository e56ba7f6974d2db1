public import LatheDatabase
public import LatheStorage

/// Where a backup is restored to.
public struct RestoreTarget: Sendable {
    let database: DatabaseURL
    let storage: StorageURL
    let keys: String
    let environment: [String: String]

    /// - Parameters:
    ///   - keys: the path of the file.
    ///   - environment: of the process, for the credentials of S3 and programs of PostgreSQL.
    public init(database: DatabaseURL, storage: StorageURL, keys: String, environment: [String: String]) {
        (self.database, self.storage, self.keys, self.environment) = (database, storage, keys, environment)
    }
}
