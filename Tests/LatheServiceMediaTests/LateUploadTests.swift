internal import Foundation
internal import LatheCatalog
internal import LatheDatabase
@testable internal import LatheHTTP
@testable internal import LatheService
internal import LatheStorage
internal import Testing

/// Bytes that come when nobody wants them any more.
struct LateUploadTests {
    private static let master = [UInt8]("fLaC".utf8) + [UInt8](repeating: 9, count: 36)

    @Test(
        "A transfer whose upload ends in its middle is told so, and leaves nothing", arguments: ["PUT", "PATCH"])
    func endsMeanwhile(method: String) async throws {
        let stage = try await Stage.make()
        let ticket = try await stage.send("GET", "/api/v1/tracks/upload-url?bytes=40", by: "ada").json(Ticket.self)
        let catalog = stage.service.parts.catalog
        let pieces = Pieces([Self.master]) {
            _ = try await catalog.database.write { try catalog.abandonUpload(ticket.uploadId, in: $0) }
        }
        var headers = HTTPHeaders()
        headers["Tus-Resumable"] = "1.0.0"
        headers["Upload-Offset"] = "0"
        headers["Content-Type"] = "application/offset+octet-stream"
        let target = try #require(RequestTarget(ticket.uploadUrl.replacing("http://music.example", with: "")))
        let request = Request(
            HTTPMethod(rawValue: method), target, headers: headers, remoteAddress: "203.0.113.5", id: "7",
            body: RequestBody(declaredLength: 40) { try await pieces.next() })
        #expect(try await Answer(stage.router.respond(to: request), isHead: false).status == 410)
        #expect(try await stage.store.head(ObjectKey("masters/" + ticket.uploadId)) == nil)
    }

    @Test("What is put where an upload was given up is deleted, until its address has long expired")
    func givenUp() async throws {
        let stage = try await Stage.make()
        let ticket = try await stage.send("GET", "/api/v1/tracks/upload-url?bytes=40", by: "ada").json(Ticket.self)
        let (catalog, key) = (stage.service.parts.catalog, try ObjectKey("masters/" + ticket.uploadId))
        _ = try await catalog.database.write { try catalog.abandonUpload(ticket.uploadId, in: $0) }
        for (isExpired, isLeft) in [(false, false), (true, false), (true, true)] {
            // As a store takes it by itself, from whoever has a signed address.
            try await stage.store.put(.bytes(Self.master), at: key)
            try await catalog.database.write { connection in
                try connection.execute("UPDATE uploads SET updated_at = updated_at - 60000")
                if isExpired { try connection.execute("UPDATE uploads SET expires_at = expires_at - 259200000") }
            }
            #expect(try await stage.service.collectUploads() == 0, "it was ended before")
            #expect(try await stage.store.head(key) == nil || isLeft)
        }
    }

    /// Pieces of a body; before the last something happens.
    private actor Pieces {
        private var pieces: [[UInt8]]
        private let event: @Sendable () async throws -> Void

        init(_ pieces: [[UInt8]], before event: @escaping @Sendable () async throws -> Void) {
            (self.pieces, self.event) = (pieces, event)
        }

        func next() async throws -> [UInt8]? {
            if pieces.count == 1 { try await event() }
            return pieces.isEmpty ? nil : pieces.removeFirst()
        }
    }
}
