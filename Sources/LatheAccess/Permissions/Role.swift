/// What a caller is to the service; each has one role.
public enum Role: String, Sendable, Hashable, CaseIterable, Codable {
    /// Plays what is public, and has playlists.
    case listener
    /// Publishes tracks and albums, and does what a listener does.
    case artist
    /// Does anything within its tenant.
    case admin
    /// A process that encodes; reads metadata, nothing else.
    case worker
}
