import LatheCatalog
import LatheDatabase
import TestDatabases
import Testing

@Suite("From an upload to a track")
struct DeliveryTests {
    @Test("An upload becomes one track, whoever asks at the same moment", arguments: DatabaseKind.allCases)
    func singleUse(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            let upload = try await catalog.completeUpload()
            let outcomes = try await withThrowingTaskGroup(of: DeliveryOutcome.self) { group in
                for number in 0..<8 {
                    group.addTask { try await catalog.deliver(upload, titled: "Take \(number)", on: album) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(outcomes.compactMap(\.accepted).count == 1)
            #expect(outcomes.filter { $0 == .refused(.used) }.count == 7)
            let tracks = try await catalog.read { try $0.tracks(on: album.id, in: $1) }
            #expect(tracks.items == outcomes.compactMap(\.accepted?.track))
            #expect(tracks.items.first?.tenant == album.artistID)
        }
    }

    @Test("Only a complete upload of the caller's own is accepted", arguments: DatabaseKind.allCases)
    func refusals(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            let open = try await catalog.upload()
            let ofBob = try await catalog.completeUpload(of: "bob")
            let late = try await catalog.completeUpload(lifetime: 0)
            #expect(try await catalog.deliver(open, titled: "x", on: album) == .refused(.incomplete(open)))
            #expect(try await catalog.deliver(ofBob, titled: "x", on: album) == .refused(.unknown))
            #expect(try await catalog.deliver(ofBob, titled: "x", on: album, by: bob) == .notFound)
            #expect(try await catalog.deliver(late, titled: "x", on: album) == .refused(.expired))
            let mine = try await catalog.completeUpload()
            try await catalog.write { _ = try $0.deleteAlbum(album.id, by: ann, in: $1) }
            #expect(try await catalog.deliver(mine, titled: "x", on: album) == .notFound)
            let after = try await catalog.read { try $0.upload(mine.id, in: $1) }
            #expect(after?.state == .complete)
        }
    }

    @Test("Bytes count once, in order, and up to the declared length", arguments: DatabaseKind.allCases)
    func progress(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            try await catalog.write { catalog, connection in
                let new = NewUpload(
                    objectKey: "uploads/1", declaredBytes: 10, contentType: "audio/flac", lifetime: 60_000)
                let id = try catalog.issueUpload(new, to: "ann", in: connection).id
                func advance(_ offset: Int, _ end: Int) throws -> Int? {
                    let progress = try catalog.advanceUpload(id, from: offset, to: end, in: connection)
                    guard case .advanced(let upload) = progress else { return nil }
                    return upload.receivedBytes
                }
                #expect(try advance(0, 4) == 4)
                #expect(try advance(0, 4) == nil)
                #expect(try advance(4, 11) == nil)
                #expect(try advance(4, 3) == nil)
                #expect(try advance(4, 10) == 10)
                guard case .conflict = try catalog.completeUpload(id, bytes: 9, in: connection) else {
                    Issue.record("a shorter object than declared is complete")
                    return
                }
                for _ in 0..<2 {
                    guard case .advanced(let done) = try catalog.completeUpload(id, bytes: 10, in: connection) else {
                        Issue.record("it is not complete")
                        return
                    }
                    #expect(done.state == .complete)
                }
                #expect(try advance(10, 10) == nil)
                #expect(try catalog.advanceUpload("nobody", from: 0, to: 1, in: connection) == .notFound)
            }
        }
    }

    @Test("Uploads that were not used in time end, and only these", arguments: DatabaseKind.allCases)
    func expiry(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            let used = try await catalog.completeUpload()
            _ = try await catalog.deliver(used, titled: "x", on: album)
            let late = try await catalog.upload(lifetime: 0)
            let veryLate = try await catalog.upload(lifetime: -100_000)
            let open = try await catalog.upload()
            let unwanted = try await catalog.unwantedUploads()
            #expect(Set(unwanted.map(\.id)) == [late.id, veryLate.id])
            #expect(try await catalog.unwantedUploads(limit: 1).count == 1)
            try await catalog.endUploads(unwanted + [open, used], grace: 50_000)
            #expect(try await catalog.unwantedUploads().isEmpty)
            try await catalog.write { try $1.execute("UPDATE uploads SET updated_at = updated_at - 60000") }
            #expect(try await catalog.unwantedUploads().map(\.id) == [late.id], "something may still come")
            let states = try await catalog.read { catalog, connection in
                try [used, late, veryLate, open].map { try catalog.upload($0.id, in: connection)?.state }
            }
            #expect(states == [.used, .expired, .expired, .open])
        }
    }
}
