@testable internal import LatheStorage
internal import Testing

/// One suite for every store: keys and lists.
@Suite(.timeLimit(.minutes(5)))
struct KeyTests {
    static let names = [
        "with space", "plus+and%", "100%25", "q?a=b&c#d", "quote\"'`", "<&>", "Ünïcödé/日本語/🎧", "~-_.!*()",
        "semi;colon:at@",
        "...", "..a", ".hidden/x", "e\u{301}", "\u{E9}", "a/\u{301}b", "$,=[]{}|^",
    ]

    @Test("A key may have any letters, and finds its own object", arguments: StoreKind.complete)
    func letters(kind: StoreKind) async throws {
        let tested = try await kind.make()
        for name in Self.names { try await tested.put(name, at: name) }
        for name in Self.names { #expect(try await tested.text(name) == name) }
        let found = try await tested.keys.map { Array($0.utf8) }
        #expect(found == Self.names.map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
        try await tested.store.delete(Self.names.map { try ObjectKey($0) })
        #expect(try await tested.keys == [])
    }

    @Test(
        "A list is in the order of the keys' bytes, whatever the size of a page", arguments: StoreKind.complete, 1...8)
    func order(kind: StoreKind, limit: Int) async throws {
        let tested = try await kind.make()
        let keys = kind.sorted(["a-b", "a/b/1", "a/b/2", "a0", "b/c", "b/c2/x", "z"])
        for key in keys.reversed() { try await tested.put(key, at: key) }
        var (found, cursor, pages) = ([StoredObject](), ListCursor?.none, 0)
        repeat {
            let page = try await tested.store.list(prefix: "", after: cursor, limit: limit)
            #expect(page.objects.count <= limit)
            found += page.objects
            cursor = page.next
            pages += 1
        } while cursor != nil && pages < 20
        #expect(found.map(\.key.text) == keys)
        #expect(found.map(\.size) == keys.map(\.utf8.count))
        for object in found { #expect(try await tested.store.head(object.key)?.etag == object.etag) }
    }

    @Test(
        "A prefix is one of the key, not of its components", arguments: StoreKind.all,
        [
            ("a", ["a-b", "a/b/1", "a/b/2", "ab"]), ("a/", ["a/b/1", "a/b/2"]), ("a/b/2", ["a/b/2"]), ("a/b/1/", []),
            ("x", []), ("", ["a-b", "a/b/1", "a/b/2", "ab", "b"]),
        ])
    func prefix(kind: StoreKind, prefixed: (prefix: String, keys: [String])) async throws {
        let tested = try await kind.make()
        for key in ["a-b", "a/b/1", "a/b/2", "ab", "b"] { try await tested.put("x", at: key) }
        var found: [String] = []
        for try await object in tested.store.objects(prefix: prefixed.prefix) { found.append(object.key.text) }
        #expect(found == kind.sorted(prefixed.keys))
    }

    @Test("A page has 1 to 1000 objects", arguments: StoreKind.all, [-1, 0, 1001])
    func limit(kind: StoreKind, limit: Int) async throws {
        let tested = try await kind.make()
        let error = await #expect(throws: StorageError.self) {
            try await tested.store.list(prefix: "", after: nil, limit: limit)
        }
        #expect(error?.code == .invalid)
    }
}
