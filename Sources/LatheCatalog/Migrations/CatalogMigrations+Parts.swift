internal import LatheDatabase

extension Catalog {
    /// What a store calls uploads that are sent in parts.
    static let parts = Migration("catalog/0010-parts", ["ALTER TABLE uploads ADD COLUMN parts_id TEXT"])
}
