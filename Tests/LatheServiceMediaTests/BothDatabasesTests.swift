internal import LatheCatalog
internal import LatheDatabase
internal import TestDatabases
internal import Testing

/// The statements of uploads and webhooks on both databases.
struct BothDatabasesTests {
    private func withCatalog(_ kind: DatabaseKind, _ body: (Catalog) async throws -> Void) async throws {
        try await withDatabase(kind) { database in
            try await database.migrate(Catalog.migrations)
            try await body(Catalog(database: database))
        }
    }

    @Test("Uploads without a track are counted by what they say, or by what came", arguments: DatabaseKind.allCases)
    func counting(kind: DatabaseKind) async throws {
        try await withCatalog(kind) { catalog in
            let (bytes, rest) = try await catalog.database.write { connection in
                func issue(_ id: String, _ bytes: Int?) throws {
                    _ = try catalog.issueUpload(
                        NewUpload(id: id, objectKey: id, declaredBytes: bytes, lifetime: 60_000), to: "ada",
                        in: connection)
                }
                try issue("one", 10)
                try issue("two", nil)
                try issue("three", nil)
                _ = try catalog.completeUpload("three", bytes: 7, in: connection)
                let bytes = try catalog.bytesUploading(by: "ada", unknown: 100, in: connection)
                #expect(try catalog.abandonUpload("two", in: connection))
                return (bytes, try catalog.bytesUploading(by: "ada", unknown: 100, in: connection))
            }
            #expect(bytes == 117)
            #expect(rest == 17)
        }
    }

    @Test("News go to those who may see them and want to", arguments: DatabaseKind.allCases)
    func webhooks(kind: DatabaseKind) async throws {
        try await withCatalog(kind) { catalog in
            let made = try await catalog.database.write { connection -> [String] in
                let artist = try catalog.createArtist(named: "Ada", by: Actor("ada"), in: connection)
                let hooks = try [
                    ("ada", ["track.ready"]), ("ada", ["track.deleted"]), ("ada", []), ("bob", []), ("root", []),
                ]
                .map { subject, topics in
                    try catalog.addWebhook(
                        "https://example.com/", topics: topics, secret: "s", limit: 3,
                        by: Actor(subject, isUnrestricted: subject == "root"), in: connection)?.id ?? ""
                }
                #expect(
                    try catalog.addWebhook(
                        "https://example.com/", topics: [], secret: "s", limit: 3, by: Actor("ada"), in: connection)
                        == nil)
                try catalog.announce(.trackReady, tenant: artist.id, subject: "t", payload: ["n": 1], in: connection)
                return hooks
            }
            let news = try #require(try await catalog.news(after: 0).first)
            let due = try await catalog.database.write { connection in
                for _ in 0..<2 { try catalog.deliver([(news, "{}")], in: connection) }
                return try catalog.claimDeliveries(limit: 10, lease: 60_000, in: connection)
            }
            #expect(Set(due.map(\.webhook.id)) == [made[0], made[2], made[4]])
            let (isGivenUp, isEarly) = try await catalog.database.write { connection in
                (
                    try catalog.retryDelivery(due[0], after: 0, givingUpAfter: -60_000, in: connection),
                    try catalog.retryDelivery(due[1], after: 0, givingUpAfter: 60_000, in: connection)
                )
            }
            #expect(isGivenUp)
            #expect(!isEarly)
            let again = try await catalog.database.write { connection in
                #expect(
                    try catalog.deleteWebhook(
                        due[2].webhook.id, by: Actor("root", isUnrestricted: true), in: connection))
                return try catalog.claimDeliveries(limit: 10, lease: 60_000, in: connection)
            }
            #expect(again.map(\.webhook.id) == [due[1].webhook.id])
            #expect(again.map(\.attempt) == [1])
        }
    }
}
