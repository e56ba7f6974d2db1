public import LatheDatabase

/// All that is known of a track, for `GET /tracks/:id`.
public struct TrackDetail: Sendable, Equatable {
    /// Deleted ones, too.
    public let track: Track
    /// Its newest revision, whether published or not; nil where none was ever delivered.
    public let newest: Revision?
    /// What is listened to now.
    public let stream: StreamAnswer

    /// What may still become of it: the newest revision, before it is published.
    public var pending: Revision? { newest?.publishedAt == nil ? newest : nil }

    /// The track's state. The jobs are another target's: whoever reads them says how the newest revision's has ended.
    ///
    /// A track that can be heard is ready, whatever becomes of a newer revision.
    /// - Parameter hasJobFailed: the job of `pending` is dead or cancelled.
    public func state(hasJobFailed: Bool) -> TrackState {
        switch stream {
        case .deleted, .unknown: .deleted
        case .ready: .ready
        case .notReady: hasJobFailed ? .failed : .processing
        }
    }
}

/// Where a track is on its way to listeners.
public enum TrackState: String, Sendable, CaseIterable {
    /// A revision is being made; there is nothing to hear yet.
    case processing
    /// It can be heard.
    case ready
    /// No revision could be made.
    case failed
    /// It was taken away.
    case deleted
}

extension Catalog {
    /// All that is known of a track; nil where there never was one.
    public func trackDetail(_ id: Track.ID, in connection: Connection) throws -> TrackDetail? {
        guard let track = try trackRow(id, in: connection) else { return nil }
        return TrackDetail(
            track: track, newest: try newestRevision(of: id, in: connection), stream: try stream(of: id, in: connection)
        )
    }
}
