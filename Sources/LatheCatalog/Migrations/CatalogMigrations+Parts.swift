internal import LatheDatabase

extension Catalog {
    /// What a store calls uploads that are sent in parts.
    static let parts = Migration("catalog/0009-parts", ["ALTER TABLE uploads ADD COLUMN parts_id TEXT"])
}
