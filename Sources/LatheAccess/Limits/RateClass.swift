/// Kinds of requests whose limits are apart: what one uses up, the others still have.
public enum RateClass: String, Sendable, Hashable, CaseIterable {
    /// Playlists and segments.
    case stream
    /// Metadata and search.
    case read
    /// Changes.
    case write
    /// New masters.
    case upload
    /// Attempts to say who one is.
    case auth

    /// How much of its limits a class keeps while the service can do only a part, 0 to 1, of its work. Writes and
    /// uploads give way first, reads half as much; listeners in mid-song and people who sign in do not.
    public func share(underLoad factor: Double) -> Double {
        // Written so that what is not a number becomes 0.
        let factor = factor > 0 ? min(factor, 1) : 0
        return switch self {
        case .stream, .auth: 1
        case .read: 0.5 + factor / 2
        case .write, .upload: max(factor, 0.05)
        }
    }
}
