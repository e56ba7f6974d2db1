/// What a delivery token opens: all files of one revision of one track, `{trackID}/{revision}`.
///
/// Both names are 1 to 100 unreserved characters of RFC 3986 §2.3 (letters, digits, `-`, `.`, `_`, `~`), and neither is
/// `.` or `..`; so they stand in URLs, in object keys and in what is signed with the same bytes.
public struct DeliveryPrefix: Sendable, Hashable {
    /// `{trackID}/{revision}`.
    public let text: String

    /// Names a revision as the store does; nil if it cannot stand in a URL.
    public init?(track: String, revision: String) {
        guard [track, revision].allSatisfy({ $0.utf8.count <= 100 && DeliveryPath.isName($0.utf8) }) else { return nil }
        text = "\(track)/\(revision)"
    }
}
