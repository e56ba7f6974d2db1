internal import Foundation
internal import LatheAccess
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheHTTP
@testable internal import LatheService
internal import LatheStorage
internal import LatheWorker
internal import Testing

/// Tickets, and uploads whole and in pieces, over the router.
struct UploadTests {
    /// Forty bytes that begin as FLAC does.
    private static let master = [UInt8]("fLaC".utf8) + [UInt8](repeating: 9, count: 36)

    private func ticket(
        in stage: Stage, query: String = "", by subject: String = "ada", role: Role = .artist
    ) async throws -> Ticket {
        let answer = try await stage.send("GET", "/api/v1/tracks/upload-url?" + query, by: subject, role: role)
        return try answer.json(Ticket.self)
    }

    private func patch(
        _ ticket: Ticket, at offset: Int, _ bytes: [UInt8], in stage: Stage, also: [String: String] = [:]
    ) async throws -> Answer {
        let headers = [
            "Tus-Resumable": "1.0.0", "Upload-Offset": String(offset),
            "Content-Type": "application/offset+octet-stream",
        ]
        return try await stage.send(
            "PATCH", ticket.uploadUrl, headers: headers.merging(also) { $1 }, content: bytes)
    }

    private func upload(_ ticket: Ticket, in stage: Stage) async throws -> Upload? {
        let catalog = stage.service.parts.catalog
        return try await catalog.database.read { try catalog.upload(ticket.uploadId, in: $0) }
    }

    @Test("A master that is sent whole lies in the store, complete")
    func whole() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=40&filename=a.flac")
        #expect(ticket.protocol == "tus")
        #expect(ticket.maxBytes == 40)
        #expect(ticket.headers == ["content-type": "audio/flac"])
        #expect(try await stage.send("PUT", ticket.uploadUrl, content: Self.master).status == 204)
        let object = try #require(try await stage.store.head(ObjectKey("masters/" + ticket.uploadId)))
        #expect(object.size == 40)
        #expect(object.contentType == "audio/flac")
        #expect(object.sha256 == Self.master.withUnsafeBytes { SHA256Digest(of: $0) })
        #expect(try await upload(ticket, in: stage)?.state == .complete)
        let verified = try await stage.service.uploads.verify(trackURL: ticket.trackUrl, for: "ada")
        #expect(verified.upload.receivedBytes == 40)
        #expect(try await stage.send("PUT", ticket.uploadUrl, content: Self.master).status == 409, "single use")
    }

    @Test("A master that is sent in pieces grows, and says how far it is")
    func pieces() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=40")
        let first = try await patch(ticket, at: 0, Array(Self.master[..<25]), in: stage)
        #expect(first.status == 204)
        #expect(first.headers["upload-offset"] == "25")
        let head = try await stage.send("HEAD", ticket.uploadUrl, headers: ["Tus-Resumable": "1.0.0"])
        #expect(head.headers["upload-offset"] == "25")
        #expect(head.headers["upload-length"] == "40")
        #expect(head.headers["cache-control"] == "no-store")
        #expect(head.headers["upload-expires"]?.hasSuffix("GMT") == true)
        #expect(try await patch(ticket, at: 20, Array(Self.master[20...]), in: stage).status == 409)
        #expect(try await patch(ticket, at: 25, Array(Self.master[25...]), in: stage).status == 204)
        #expect(try await upload(ticket, in: stage)?.state == .complete)
    }

    @Test("Bytes that all came before their client or the service went are an upload when it is asked for")
    func unfinished() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=40")
        let store = try #require(stage.store as? DirectoryStore)
        let object = try #require(try await store.grow(ObjectKey(ticket.uploadId)))
        try await object.append(Self.master)
        #expect(try await stage.send("HEAD", ticket.uploadUrl).status == 423, "while it is being written")
        object.release()
        let head = try await stage.send("HEAD", ticket.uploadUrl)
        #expect(head.headers["upload-offset"] == "40")
        #expect(try await upload(ticket, in: stage)?.state == .complete)
        let verified = try await stage.service.uploads.verify(trackURL: ticket.trackUrl, for: "ada")
        #expect(verified.upload.receivedBytes == 40)
    }

    @Test("A piece with a wrong checksum has never come", arguments: ["sha1", "sha256", "md5"])
    func checksum(algorithm: String) async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=40")
        // By `printf fLaC | openssl dgst -sha1 -binary | base64`, and so on.
        let right = [
            "sha1": "H+Eis48s9yifewpauNAISRBplIY=", "md5": "uTUqbVY4eWdkTfUx8Ye9RA==",
            "sha256": "cL+TMQKEsDnyN+gttEB98+PKZC+sK567Apc3ZEJMdBg=",
        ]
        let bytes = [UInt8]("fLaC".utf8)
        let wrong = try await patch(
            ticket, at: 0, bytes, in: stage, also: ["Upload-Checksum": "\(algorithm) AAAA"])
        #expect(wrong.status == 460)
        #expect(try await stage.send("HEAD", ticket.uploadUrl).headers["upload-offset"] == "0")
        let value = try #require(right[algorithm])
        let good = try await patch(
            ticket, at: 0, bytes, in: stage, also: ["Upload-Checksum": "\(algorithm) \(value)"])
        #expect(good.status == 204)
    }

    @Test("A master with another checksum than announced is thrown away")
    func announcedChecksum() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=40&sha256=" + String(repeating: "0", count: 64))
        #expect(try await stage.send("PUT", ticket.uploadUrl, content: Self.master).status == 422)
        #expect(try await stage.store.head(ObjectKey("masters/" + ticket.uploadId)) == nil)
        #expect(try await stage.send("HEAD", ticket.uploadUrl).headers["upload-offset"] == "0")
    }

    @Test("What cannot be a master is refused by its first bytes")
    func signature() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage)
        let answer = try await patch(ticket, at: 0, Array("GIF89a and a picture".utf8), in: stage)
        #expect(answer.status == 415)
        #expect(try await stage.send("HEAD", ticket.uploadUrl).headers["upload-offset"] == "0")
    }

    @Test("More than was announced is refused")
    func tooMuch() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=30")
        #expect(try await stage.send("PUT", ticket.uploadUrl, content: Self.master).status == 400)
        #expect(try await patch(ticket, at: 0, Self.master, in: stage).status == 413)
        #expect(try await stage.send("GET", "/api/v1/tracks/upload-url?bytes=99999999999", by: "ada").status == 413)
    }

    @Test("Two requests do not write at the same time")
    func lock() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=40")
        let store = try #require(stage.store as? DirectoryStore)
        let other = try await store.grow(ObjectKey(ticket.uploadId))
        #expect(try await patch(ticket, at: 0, Self.master, in: stage).status == 423)
        withExtendedLifetime(other) {}
    }

    @Test("An upload that was given up is gone")
    func termination() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=40")
        _ = try await patch(ticket, at: 0, Array(Self.master[..<20]), in: stage)
        #expect(try await stage.send("DELETE", ticket.uploadUrl, headers: ["Tus-Resumable": "1.0.0"]).status == 204)
        #expect(try await stage.send("HEAD", ticket.uploadUrl).status == 410)
    }

    @Test("A service that died before it said so finds the upload complete")
    func recovery() async throws {
        let stage = try await Stage.make()
        let ticket = try await ticket(in: stage, query: "bytes=40")
        try await stage.store.put(.bytes(Self.master), at: ObjectKey("masters/" + ticket.uploadId))
        #expect(try await stage.send("HEAD", ticket.uploadUrl).headers["upload-offset"] == "40")
        #expect(try await upload(ticket, in: stage)?.state == .complete)
    }

    @Test("An abandoned upload is collected")
    func collection() async throws {
        let stage = try await Stage.make { $0.uploadLifetime = 0 }
        let ticket = try await ticket(in: stage, query: "bytes=40")
        let store = try #require(stage.store as? DirectoryStore)
        let object = try #require(try await store.grow(ObjectKey(ticket.uploadId)))
        try await object.append(Self.master)
        object.release()
        #expect(try await stage.service.collectUploads() == 1)
        #expect(try await store.growingNames().isEmpty)
        #expect(try await upload(ticket, in: stage)?.state == .expired)
    }

    @Test(
        "Only who may upload gets a place",
        arguments: [
            ("ada", Role.artist, 200), ("root", .admin, 200), ("eve", .listener, 403), ("box", .worker, 403),
        ])
    func roles(subject: String, role: Role, status: Int) async throws {
        let stage = try await Stage.make()
        #expect(try await stage.send("GET", "/api/v1/tracks/upload-url", by: subject, role: role).status == status)
        #expect(try await stage.send("GET", "/api/v1/tracks/upload-url").status == 401)
    }

    @Test("Uploads without a track are limited together")
    func quota() async throws {
        let stage = try await Stage.make {
            $0.uploadQuota = 100
            $0.largestUpload = 70
        }
        func ask(_ query: String, _ subject: String = "ada") async throws -> Int {
            try await stage.send("GET", "/api/v1/tracks/upload-url?" + query, by: subject).status
        }
        #expect(try await ask("bytes=60") == 200)
        #expect(try await ask("") == 409, "one that says nothing counts for the largest")
        #expect(try await ask("bytes=40") == 200)
        #expect(try await ask("bytes=1") == 409)
        #expect(try await ask("bytes=60", "bob") == 200)
    }

    @Test("The secret of one upload opens no other")
    func secrets() async throws {
        let stage = try await Stage.make()
        let (one, two) = (try await ticket(in: stage), try await ticket(in: stage))
        let mixed = one.uploadUrl.replacing(one.uploadId, with: two.uploadId)
        #expect(try await stage.send("PUT", mixed, content: Self.master).status == 404)
        #expect(try await stage.send("PUT", one.trackUrl + "/x.y", content: Self.master).status == 404)
    }

    @Test(
        "A track is made of one's own finished upload only",
        arguments: ["http://music.example/uploads/unknown", "http://evil.example/x", "file:///etc/passwd", ""])
    func foreignURL(url: String) async throws {
        let stage = try await Stage.make()
        await #expect(throws: Problem.self) {
            _ = try await stage.service.uploads.verify(trackURL: url, for: "ada")
        }
        let ticket = try await ticket(in: stage, query: "bytes=40")
        await #expect(throws: Problem.self, "incomplete") {
            _ = try await stage.service.uploads.verify(trackURL: ticket.trackUrl, for: "ada")
        }
        _ = try await stage.send("PUT", ticket.uploadUrl, content: Self.master)
        await #expect(throws: Problem.self, "another's") {
            _ = try await stage.service.uploads.verify(trackURL: ticket.trackUrl, for: "bob")
        }
    }

    @Test("A file that is no master is refused by the child that looks at it")
    func probe() async throws {
        let stage = try await Stage.make { $0.probe = HostProcess.probe }
        for (name, isMaster) in [("music.flac", true), ("stereo-24bit.wav", true), ("fake", false)] {
            let bytes = name == "fake" ? Self.master : Array(try Data(contentsOf: Fixture.url(name)))
            let ticket = try await ticket(in: stage, query: "bytes=\(bytes.count)")
            #expect(try await stage.send("PUT", ticket.uploadUrl, content: bytes).status == 204)
            do {
                let verified = try await stage.service.uploads.verify(trackURL: ticket.trackUrl, for: "ada")
                #expect(isMaster, "\(name)")
                #expect(verified.master?.byteCount == bytes.count)
            } catch let problem as Problem {
                #expect(!isMaster, "\(name): \(problem.detail ?? "")")
                #expect(problem.pointer == "/trackUrl")
                #expect(problem.detail?.contains("/") == false, "where it lies on the disk is nobody's business")
            }
        }
    }

    @Test("A new master of a track is its owner's business", arguments: [("ada", 200), ("bob", 403)])
    func update(subject: String, status: Int) async throws {
        let stage = try await Stage.make()
        let catalog = stage.service.parts.catalog
        let ticket = try await ticket(in: stage, query: "bytes=40")
        #expect(try await stage.send("PUT", ticket.uploadUrl, content: Self.master).status == 204)
        let outcome = try await catalog.database.write { connection in
            let ada = Actor("ada")
            let artist = try catalog.createArtist(named: "Ada", by: ada, in: connection)
            let album = try catalog.createAlbum(AlbumDetails(name: "One"), of: artist.id, by: ada, in: connection)
            let master = UploadedMaster(upload: ticket.uploadId, presetName: "music", presetHash: "h")
            return try catalog.createTrack(titled: "x", on: album?.id ?? "", from: master, by: ada, in: connection)
        }
        guard case .accepted(let accepted) = outcome else { throw Wire.Failure(cause: "\(outcome)") }
        let path = "/api/v1/tracks/update-url/" + accepted.track.id
        #expect(try await stage.send("GET", path, by: subject).status == status)
        #expect(try await stage.send("GET", path + "x", by: subject).status == 404)
        // Used up: its bytes count no more, and it opens nothing again.
        #expect(try await stage.send("PUT", ticket.uploadUrl, content: Self.master).status == 409)
    }

    @Test("Tickets can be asked for in JSON and by clients of tus")
    func posting() async throws {
        let stage = try await Stage.make()
        let json = try await stage.send(
            "POST", "/api/v1/uploads", headers: ["Content-Type": "application/json"],
            content: Array(#"{"bytes": 40}"#.utf8), by: "ada")
        #expect(json.status == 201)
        #expect(json.headers["location"] == (try json.json(Ticket.self).uploadUrl))
        let tus = try await stage.send(
            "POST", "/api/v1/uploads",
            headers: ["Tus-Resumable": "1.0.0", "Upload-Length": "40", "Upload-Metadata": "filename YS5mbGFj"],
            by: "ada")
        #expect(tus.status == 201)
        #expect(try tus.json(Ticket.self).headers == ["content-type": "audio/flac"])
        for (body, status) in [(#"{"size": 4}"#, 422), (#"{"bytes": "x"}"#, 422), ("[", 400), (#"{"bytes": 0}"#, 422)] {
            let answer = try await stage.send(
                "POST", "/api/v1/uploads", headers: ["Content-Type": "application/json"], content: Array(body.utf8),
                by: "ada")
            #expect(answer.status == status, "\(body)")
        }
    }
}
