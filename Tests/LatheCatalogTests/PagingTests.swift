import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@Suite("Pages")
struct PagingTests {
    private static let names = ["Échos", "apple", "Zebra", "apple", "écho", "Banana", "!!!"]

    @Test("Every order shows everything once, whatever the size of the pages", arguments: DatabaseKind.allCases)
    func pages(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            for name in Self.names {
                try await catalog.write { _ = try $0.createArtist(named: name, by: ann, in: $1) }
            }
            for limit in [1, 2, 3, 7, 100] {
                let byName = try await Self.names(in: catalog, .name, limit)
                #expect(byName == ["!!!", "apple", "apple", "Banana", "écho", "Échos", "Zebra"])
                let newest = try await Self.names(in: catalog, .newest, limit)
                let oldest = try await Self.names(in: catalog, .oldest, limit)
                #expect(newest == oldest.reversed() && oldest.sorted() == Self.names.sorted())
            }
        }
    }

    @Test(
        "Rows that come and go between two pages show nothing twice and hide nothing", arguments: DatabaseKind.allCases)
    func changes(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            for name in ["b", "d", "f", "h"] {
                try await catalog.write { _ = try $0.createArtist(named: name, by: ann, in: $1) }
            }
            let first = try await catalog.read { try $0.artists(PageRequest(.name, limit: 2), in: $1) }
            #expect(first.items.map(\.name) == ["b", "d"])
            try await catalog.write { catalog, connection in
                _ = try catalog.deleteArtist(first.items[1].id, by: ann, in: connection)
                for name in ["a", "c", "e"] { _ = try catalog.createArtist(named: name, by: ann, in: connection) }
            }
            let next = try #require(first.next.flatMap { Cursor($0.description) })
            let second = try await catalog.read { try $0.artists(PageRequest(after: next, limit: 9), in: $1) }
            #expect(second.items.map(\.name) == ["e", "f", "h"] && second.next == nil)
        }
    }

    private static func names(in catalog: Catalog, _ order: ListOrder, _ limit: Int) async throws -> [String] {
        var names: [String] = []
        var request = PageRequest(order, limit: limit)
        while true {
            let page = try await catalog.read { [request] in try $0.artists(request, in: $1) }
            #expect(page.items.count <= limit)
            names += page.items.map(\.name)
            guard let next = page.next else { return names }
            request = PageRequest(after: next, limit: limit)
        }
    }
}
