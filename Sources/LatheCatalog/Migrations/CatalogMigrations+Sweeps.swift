internal import LatheDatabase

extension Catalog {
    /// When the object of an upload that no track was made of was deleted for the last time.
    static let sweeps = Migration(
        "catalog/0011-sweeps",
        [
            "ALTER TABLE uploads ADD COLUMN swept_at BIGINT",
            "CREATE INDEX uploads_unwanted ON uploads (updated_at) WHERE swept_at IS NULL AND state <> 'used'",
            "DROP INDEX uploads_expiry",
        ])
}
