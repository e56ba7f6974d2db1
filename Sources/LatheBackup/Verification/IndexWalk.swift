/// Goes through the objects of a backup in step with the names that they are there for.
struct IndexWalk {
    private let reader: LineReader<IndexedObject>
    private var objects: ArraySlice<IndexedObject> = []

    init(_ reader: LineReader<IndexedObject>) { self.reader = reader }

    /// Takes the next object if it is the one that is meant.
    mutating func take(where isMeant: (IndexedObject) -> Bool) async throws -> IndexedObject? {
        if objects.isEmpty { objects = try await reader.next(upTo: 256)[...] }
        guard let next = objects.first, isMeant(next) else { return nil }
        return objects.removeFirst()
    }

    /// Takes the next objects as long as they are meant.
    mutating func takeAll(where isMeant: (IndexedObject) -> Bool) async throws -> [IndexedObject] {
        var taken: [IndexedObject] = []
        while let next = try await take(where: isMeant) { taken.append(next) }
        return taken
    }
}
