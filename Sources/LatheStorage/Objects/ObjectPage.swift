/// Some of the objects of a list.
public struct ObjectPage: Sendable, Equatable {
    public let objects: [StoredObject]
    /// Where the next page begins; nil if this is the last. A page may be empty and yet not be the last.
    public let next: ListCursor?
}

/// A place in a list, as the store that made it understands it.
public struct ListCursor: Sendable, Hashable {
    public let text: String

    public init(_ text: String) { self.text = text }
}

/// All objects of a list, one page in memory at a time.
public struct StoredObjects: AsyncSequence, Sendable {
    private let store: any ObjectStore
    private let prefix: String

    init(of store: any ObjectStore, prefix: String) {
        self.store = store
        self.prefix = prefix
    }

    public func makeAsyncIterator() -> Iterator { Iterator(store: store, prefix: prefix) }

    public struct Iterator: AsyncIteratorProtocol {
        private let store: any ObjectStore
        private let prefix: String
        private var page: ArraySlice<StoredObject> = []
        private var cursor: ListCursor?
        private var isLast = false

        fileprivate init(store: any ObjectStore, prefix: String) {
            self.store = store
            self.prefix = prefix
        }

        public mutating func next() async throws -> StoredObject? {
            while page.isEmpty, !isLast {
                let fetched = try await store.list(prefix: prefix, after: cursor, limit: 1000)
                (page, cursor, isLast) = (fetched.objects[...], fetched.next, fetched.next == nil)
            }
            return page.popFirst()
        }
    }
}
