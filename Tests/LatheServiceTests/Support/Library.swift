import LatheDatabase
import LatheAccess
import LatheCatalog
import LatheJobs
import LatheStorage

@testable import LatheService

/// What `member` owns: one of each thing.
struct Library: Sendable {
    let artist, emptyArtist, album, emptyAlbum, track, privateList, publicList, user, job: String

    /// Makes them, by asking the service as far as it can.
    init(_ stage: Stage) async throws {
        artist = try await stage.send("POST", "/artists", #"{"name":"Ann"}"#).text("id")
        emptyArtist = try await stage.send("POST", "/artists", #"{"name":"Empty"}"#).text("id")
        try await stage.send("PUT", "/artists/\(artist)/members/second")
        album = try await stage.send("POST", "/albums", #"{"artistId":"\#(artist)","title":"First"}"#).text("id")
        emptyAlbum = try await stage.send("POST", "/albums", #"{"artistId":"\#(artist)","title":"Blank"}"#).text("id")
        track = try await stage.addTrack(to: album)
        job = try await stage.publish(track)
        _ = try await stage.queue.cancel(job)
        let list = #"{"name":"Mine","isPublic":"#
        privateList = try await stage.send("POST", "/playlists", list + "false}").text("id")
        publicList = try await stage.send("POST", "/playlists", list + "true}").text("id")
        user = try await stage.send(
            "POST", "/users", as: .admin, #"{"subject":"member","name":"Mem Ber","role":"artist"}"#
        ).text("id")
    }
}

extension Stage {
    /// An upload of which all bytes are there.
    /// - Returns: its `trackUrl`.
    func upload(by caller: Caller = .member, bytes: Int? = 1000) async throws -> String {
        let (catalog, subject) = (catalog, caller.identity?.subject ?? "nobody")
        let key = "masters/\(UUIDv7())"
        if let bytes {
            let master = Array("fLaC".utf8) + [UInt8](repeating: 0, count: bytes - 4)
            try await service.parts.store.put(.bytes(master), at: ObjectKey(key))
        }
        let id = try await catalog.database.write { connection in
            let upload = try catalog.issueUpload(
                NewUpload(objectKey: key, lifetime: 3_600_000), to: subject, in: connection)
            if let bytes { _ = try catalog.completeUpload(upload.id, bytes: bytes, in: connection) }
            return upload.id
        }
        return "http://music.test/uploads/\(id)"
    }

    /// A track that is not made yet.
    func addTrack(to album: String, titled title: String = "One") async throws -> String {
        let url = try await upload()
        return try await send(
            "POST", "/tracks", #"{"albumId":"\#(album)","title":"\#(title)","trackUrl":"\#(url)"}"#
        ).text("id")
    }

    /// Does what a worker does when it has made a track.
    /// - Returns: the job that was there for it.
    @discardableResult
    func publish(_ track: String) async throws -> String {
        let catalog = catalog
        return try await catalog.database.write { connection in
            guard let newest = try catalog.trackDetail(track, in: connection)?.newest else { return "" }
            try catalog.publish(.sample(of: track, newest.id), as: newest.id, in: connection)
            return newest.jobID ?? ""
        }
    }

    /// The state of each job, the oldest first.
    func jobStates() async throws -> [Job.State] { try await queue.list().reversed().map(\.state) }
}

extension PublishedPackage {
    static func sample(of track: String, _ revision: String) -> PublishedPackage {
        PublishedPackage(
            prefix: "tracks/\(track)/\(revision)-1/", sha256: String(repeating: "0", count: 64), bytes: 1_000_000,
            duration: 215.4, loudness: -9.5, truePeak: -0.2,
            renditions: [("aac-96", "aac", 96_000), ("aac-320", "aac", 320_000), ("mp3-320", "mp3", 320_000)].map {
                Rendition(
                    name: $0.0, codec: $0.1, bitsPerSecond: $0.2, sampleRate: 44_100, channels: 2,
                    playlist: "\($0.0)/media.m3u8", progressive: "\($0.0).m4a")
            })
    }
}
