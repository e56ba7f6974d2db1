public import LatheDatabase

/// Why a revision cannot be made; in news as it is in a track's document.
public struct RevisionFailure: Sendable, Equatable, Codable {
    /// `masterRejected`.
    public var code: String
    /// One sentence: what was attempted, on what, and why it failed.
    public var message: String
    /// What helps, one sentence, where something does.
    public var remedy: String?

    /// Describes a failure.
    public init(code: String, message: String, remedy: String?) {
        self.code = code
        self.message = message
        self.remedy = remedy
    }
}

extension Catalog {
    /// Tells that a revision cannot be made: to be called in the transaction that ends its job.
    ///
    /// Nothing is told of what was published or deleted meanwhile, or was never known: whoever ends a job must be able
    /// to.
    public func announce(
        _ failure: RevisionFailure, of revisionID: Revision.ID, in connection: Connection
    ) throws {
        let row = try connection.first("SELECT \(sql: Revision.columns) FROM revisions WHERE id = \(revisionID)")
        guard let revision = try row.map(Revision.init), revision.publishedAt == nil,
            let detail = try trackDetail(revision.trackID, in: connection), detail.track.deletedAt == nil
        else { return }
        let isNewest = detail.newest?.id == revision.id
        let news = TrackFailed(
            track: detail.track.id, revision: revision.id, failure: failure,
            state: detail.state(hasJobFailed: isNewest).rawValue)
        try announce(.trackFailed, tenant: detail.track.tenant, subject: detail.track.id, payload: news, in: connection)
    }
}

/// The news `track.failed`.
struct TrackFailed: Codable, Equatable {
    let track: String
    let revision: String
    let failure: RevisionFailure
    /// The track's: `ready` where an older revision is heard as before, `processing` where a newer one is being made.
    let state: String
}
