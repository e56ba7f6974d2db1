internal import Lathe
internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheJobs
internal import LatheWorker

/// What is to become of a track; nil: what it is.
struct TrackEdit: Sendable {
    var title: String?
    var albumID: Album.ID?
}

extension Service {
    /// The upload that the field `trackUrl` names. It is compared, never fetched, and probed before a job is made of it;
    /// the transaction that uses it up asks once more whether it was issued to this caller and was not used.
    ///
    /// - Throws: `Problem` with status 422.
    func master(_ fields: RequestFields, of call: Call) async throws -> UploadedMaster {
        let text = try fields.text("trackUrl", length: 1...2048)
        let upload = try await uploads.verify(trackURL: text, for: call.principal.subject).upload
        let settings = parts.settings
        return UploadedMaster(
            upload: upload.id, presetName: settings.preset.name,
            presetHash: try TranscodeOrder.fingerprint(of: settings.preset, settings.layout))
    }

    /// Gives an accepted master its job, in the transaction that accepted it.
    ///
    /// - Parameter pointer: to what was not found, if that is what became of it.
    func accept(_ outcome: DeliveryOutcome, lacking pointer: String?, in connection: Connection) throws -> Track {
        switch outcome {
        case .notFound: throw Problem.notFound(pointer)
        case .conflict: throw Problem.changedMeanwhile
        case .refused(let refusal): throw refusal.problem
        case .accepted(let master):
            try enqueue(master, in: connection)
            return master.track
        }
    }

    private func enqueue(_ master: AcceptedMaster, in connection: Connection) throws {
        let order = TranscodeOrder(
            track: master.track.id, revision: master.revision.id, master: .object(key: master.upload.objectKey),
            sha256: master.upload.sha256, preset: parts.settings.preset, layout: parts.settings.layout)
        let job = try parts.queue.enqueue(
            NewJob(
                kind: TranscodeOrder.kind, payload: try order.json,
                uniqueKey: TranscodeOrder.uniqueKey(revision: master.revision.id), tenant: master.track.tenant),
            in: connection
        ).job
        try parts.catalog.assign(job: job.id, to: master.revision.id, in: connection)
        try parts.queue.withdraw(
            parts.catalog.jobsSuperseded(by: master.revision, in: connection), in: connection)
    }

    /// Makes all of a change or, by what it throws, nothing.
    /// - Parameter version: that the first step finds; each later one finds what the one before has left.
    func apply(
        _ edit: TrackEdit, _ master: UploadedMaster?, to current: Track, ifVersion version: Int?, for call: Call,
        in connection: Connection
    ) throws -> Track {
        var (track, version) = (current, version)
        if let albumID = edit.albumID, albumID != track.albumID {
            guard let album = try parts.catalog.album(albumID, in: connection) else {
                throw Problem.notFound("/albumId")
            }
            let isOwn = try parts.catalog.isMember(call.principal.subject, of: album.artistID, in: connection)
            try call.authorize(.createTrack, isOwn: isOwn)
            track = try parts.catalog.moveTrack(
                track.id, to: album.id, ifVersion: version, by: call.actor, in: connection
            ).value
            version = track.version
        }
        if let title = edit.title {
            track = try parts.catalog.retitleTrack(
                track.id, to: title, ifVersion: version, by: call.actor, in: connection
            ).value
            version = track.version
        }
        guard let master else { return track }
        let outcome = try parts.catalog.updateTrack(
            track.id, from: master, ifVersion: version, by: call.actor, in: connection)
        return try accept(outcome, lacking: nil, in: connection)
    }
}

extension UploadRefusal {
    /// Whoever was not given an upload is told no more than of one that there is not.
    var problem: Problem {
        switch self {
        case .unknown: .invalid("/trackUrl", "This is the trackUrl of no upload that was issued to you.")
        case .used: .invalid("/trackUrl", "A track was made of this upload already.")
        case .expired: .invalid("/trackUrl", "This upload's time is over; upload the master again.")
        case .incomplete(let upload):
            Problem(
                409, detail: "Only \(upload.receivedBytes) bytes of this upload are there; send the rest first.",
                pointer: "/trackUrl")
        }
    }
}
