import LatheCatalog
import LatheDatabase
import Testing

let ann = Actor("ann")
let bob = Actor("bob")
let admin = Actor("root", isUnrestricted: true)

extension Catalog {
    /// An album of a new artist.
    func album(_ name: String = "Help!", by artist: String = "The Beatles", of actor: Actor = ann) async throws -> Album
    {
        try await write { catalog, connection in
            let artist = try catalog.createArtist(named: artist, by: actor, in: connection)
            return try #require(
                try catalog.createAlbum(AlbumDetails(name: name), of: artist.id, by: actor, in: connection))
        }
    }

    func upload(of owner: String = "ann", lifetime: Int64 = 3_600_000) async throws -> Upload {
        try await write { catalog, connection in
            try catalog.issueUpload(
                NewUpload(objectKey: "uploads/\(UUIDv7())", lifetime: lifetime), to: owner, in: connection)
        }
    }

    func completeUpload(of owner: String = "ann", lifetime: Int64 = 3_600_000) async throws -> Upload {
        let upload = try await upload(of: owner, lifetime: lifetime)
        try await write { _ = try $0.completeUpload(upload.id, bytes: 7, in: $1) }
        return upload
    }

    func deliver(_ upload: Upload, titled title: String, on album: Album, by actor: Actor = ann) async throws
        -> DeliveryOutcome
    {
        try await write {
            try $0.createTrack(titled: title, on: album.id, from: .sample(upload.id), by: actor, in: $1)
        }
    }

    func track(_ title: String = "Yesterday", on album: Album, by actor: Actor = ann) async throws -> AcceptedMaster {
        let upload = try await completeUpload(of: actor.subject)
        return try #require(try await deliver(upload, titled: title, on: album, by: actor).accepted)
    }

    @discardableResult
    func publishedTrack(_ title: String = "Yesterday", on album: Album, by actor: Actor = ann) async throws -> Track {
        let accepted = try await track(title, on: album, by: actor)
        try await write { try $0.publish(.sample(accepted.revision), as: accepted.revision.id, in: $1) }
        return accepted.track
    }
}

extension UploadedMaster {
    static func sample(_ upload: Upload.ID) -> Self { Self(upload: upload, presetName: "music", presetHash: "1f") }
}

extension PublishedPackage {
    static func sample(_ revision: Revision) -> Self {
        Self(
            prefix: "tracks/\(revision.trackID)/\(revision.id)/1/", sha256: "ab", bytes: 1000, duration: 12.5,
            loudness: -14, truePeak: nil,
            renditions: [
                Rendition(
                    name: "flac", codec: "flac", bitsPerSecond: 900_000, sampleRate: 44_100, channels: 2,
                    playlist: "flac/index.m3u8", progressive: nil),
                Rendition(
                    name: "aac-96", codec: "aac", bitsPerSecond: 96_000, sampleRate: 44_100, channels: 2,
                    playlist: "aac-96/index.m3u8", progressive: "aac-96.m4a"),
            ])
    }
}

extension DeliveryOutcome {
    var accepted: AcceptedMaster? {
        guard case .accepted(let master) = self else { return nil }
        return master
    }
}

extension Change {
    var value: Value? {
        guard case .done(let value) = self else { return nil }
        return value
    }
}
