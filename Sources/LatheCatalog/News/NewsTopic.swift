/// What is told, all of it; the contract has the same list (`EventTopic` of openapi.json).
public enum NewsTopic: String, Sendable, CaseIterable {
    /// There is a new track; its first revision is to be made.
    case trackCreated = "track.created"
    /// A track has another title, album or master.
    case trackUpdated = "track.updated"
    /// A revision can be heard.
    case trackReady = "track.ready"
    /// A revision cannot be made.
    case trackFailed = "track.failed"
    /// A track was taken away.
    case trackDeleted = "track.deleted"
    /// Somebody has listened to a track.
    case playRecorded = "play.recorded"
}
