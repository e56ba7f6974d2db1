internal import LatheDatabase

extension Catalog {
    /// When albums came out.
    static let releases = Migration("catalog/0008-releases", ["ALTER TABLE albums ADD COLUMN released_on TEXT"])
}
