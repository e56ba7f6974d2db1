internal import Foundation
internal import LatheCatalog
internal import LatheCrypto
internal import LatheDatabase
internal import LatheHTTP
internal import LatheStorage
internal import LatheWorker
internal import Synchronization

/// An upload that a track can be made of.
struct VerifiedUpload: Sendable, Equatable {
    let upload: Upload
    /// What the master says of itself; nil where the service does not look: the worker does then.
    let master: ProbedMaster?
}

extension Uploads {
    /// Makes sure that an upload is someone's, that all its bytes are there, and that it is a master. The transaction
    /// that uses it up asks again whose it is and whether it was used.
    ///
    /// - Parameter url: a ticket's `trackUrl`.
    /// - Throws: `Problem` at `/trackUrl` with status 422, or 409 where bytes are still to come.
    func verify(trackURL url: String, for owner: String) async throws -> VerifiedUpload {
        guard let id = id(ofTrackURL: url), let found = try await find(id), found.owner == owner else {
            throw Self.unusable("It is none that was given to you.")
        }
        let upload = try await settled(found)
        switch upload.state {
        case .complete: return VerifiedUpload(upload: upload, master: try await probe(upload))
        case .open:
            throw Problem(
                409, detail: "Only \(upload.receivedBytes) bytes of this upload are there; send the rest first.",
                pointer: "/trackUrl")
        case .used: throw Self.unusable("A track was made of it already.")
        case .expired: throw Self.unusable("Its time is over. Ask for another place to upload to.")
        }
    }

    private func find(_ id: Upload.ID) async throws -> Upload? {
        try await catalog.database.read { [catalog] in try catalog.upload(id, in: $0) }
    }

    /// The upload, complete where its object is in the store: that is how those end that the store itself took, and
    /// those whose service died before it could say so.
    func settled(_ upload: Upload) async throws -> Upload {
        guard upload.state == .open, let object = try await store.head(ObjectKey(upload.objectKey)) else {
            return upload
        }
        guard object.size <= settings.largestUpload, object.size == upload.declaredBytes ?? object.size else {
            throw Self.unusable("It has \(object.size) bytes, and not those that were announced.")
        }
        // A store that keeps no checksum of the whole says nothing; the worker compares before it transcodes.
        if let announced = upload.sha256, let digest = object.sha256?.hexadecimal, digest != announced {
            throw Self.unusable("It does not have the announced checksum.")
        }
        let progress = try await catalog.database.write { [catalog] in
            try catalog.completeUpload(upload.id, bytes: object.size, in: $0)
        }
        switch progress {
        case .advanced(let current), .conflict(let current): return current
        case .notFound: throw Self.unusable("Its time is over. Ask for another place to upload to.")
        }
    }

    private func probe(_ upload: Upload) async throws -> ProbedMaster? {
        let key = try ObjectKey(upload.objectKey)
        try await checkSignature(key)
        guard let probe = settings.probe else { return nil }
        let verdict: MasterProbe.Verdict?
        if let directory = store as? DirectoryStore {
            guard let path = directory.path(of: key) else { throw Self.isGone }
            verdict = try await MasterProbe(probe).verdict(on: path)
        } else {
            verdict = try await RemoteMaster(store: store, key: key).withExcerpt {
                try await MasterProbe(probe).verdict(on: $0)
            }
        }
        switch verdict {
        case .master(let master): return master
        case .refused(let cause, let remedy):
            throw Self.unusable("It is no master: \(cause)." + (remedy.map { " \($0)" } ?? ""))
        case nil: throw Self.isGone
        }
    }

    private func checkSignature(_ key: ObjectKey) async throws {
        let head = Mutex<[UInt8]>([])
        let range = try ByteRange(offset: 0, count: MasterSignature.length)
        let object = try await store.get(
            key, range: range, into: .consumer { piece in head.withLock { $0.append(contentsOf: piece) } })
        guard object != nil, head.withLock({ MasterSignature.mayBegin($0) }) else {
            throw Self.unusable("It is no lossless master: FLAC, WAV, RF64, BW64, W64 or AIFF.")
        }
    }

    private static let isGone = unusable("It is not there any more.")

    private static func unusable(_ detail: String) -> Problem { Problem(422, detail: detail, pointer: "/trackUrl") }
}
