internal import Foundation
internal import LatheCatalog
internal import LatheDatabase
internal import Testing
internal import TestServers

/// The statements of uploads and webhooks on both databases.
struct BothDatabasesTests {
    enum Kind: CaseIterable { case sqlite, postgreSQL }

    private func catalog(_ kind: Kind) async throws -> Catalog {
        let url: DatabaseURL =
            switch kind {
            case .sqlite: try DatabaseURL(file: FileManager.default.temporaryDirectory.path + "/lathe-\(UUID()).db")
            case .postgreSQL:
                try DatabaseURL(try await PostgreSQLServer.shared.url(of: PostgreSQLServer.shared.createDatabase()))
            }
        let database = try Database(url)
        try await database.migrate(Catalog.migrations)
        return Catalog(database: database)
    }

    @Test("Uploads without a track are counted by what they say, or by what came", arguments: Kind.allCases)
    func counting(kind: Kind) async throws {
        let catalog = try await catalog(kind)
        let (bytes, rest) = try await catalog.database.write { connection in
            func issue(_ id: String, _ bytes: Int?) throws {
                _ = try catalog.issueUpload(
                    NewUpload(id: id, objectKey: id, declaredBytes: bytes, lifetime: 60_000), to: "ada", in: connection)
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

    @Test("News go to those who may see them and want to", arguments: Kind.allCases)
    func webhooks(kind: Kind) async throws {
        let catalog = try await catalog(kind)
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
                    "https://example.com/", topics: [], secret: "s", limit: 3, by: Actor("ada"), in: connection) == nil)
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
                try catalog.deleteWebhook(due[2].webhook.id, by: Actor("root", isUnrestricted: true), in: connection))
            return try catalog.claimDeliveries(limit: 10, lease: 60_000, in: connection)
        }
        #expect(again.map(\.webhook.id) == [due[1].webhook.id])
        #expect(again.map(\.attempt) == [1])
    }
}
