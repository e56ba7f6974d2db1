internal import LatheCatalog
internal import LatheDatabase

extension Catalog {
    /// Those of some things which were named once, and need not be there any more: an upload whose time was over, say.
    ///
    /// The catalogue is told before anything is deleted: what was missed is asked for after that.
    func givenUp(of things: [StoredThing]) async throws -> [StoredThing] {
        if things.isEmpty { return [] }
        let stored = try await database.read { try stillStored(of: things, in: $0) }
        return things.filter { !stored.contains($0) }
    }
}
