/// How a caller stands to the object of an action. For an object that is to be made it is that of what it is made in:
/// a track in an album; where there is nothing (a search, a new album), it is `owner`.
public enum Relation: String, Sendable, Hashable, CaseIterable {
    /// The caller's own.
    case owner
    /// Another's, and public.
    case visible
    /// Another's, and private: drafts, private playlists, users. That it exists is not told.
    case hidden
    /// Of another tenant, public or not.
    case foreign

    /// Finds the relation.
    /// - Parameters:
    ///   - owner: the subject that the object belongs to; nil for none.
    ///   - tenant: the tenant that the object belongs to; nil in an installation without tenants.
    public init(of principal: Principal, owner: String?, tenant: String?, isPublic: Bool) {
        self =
            if principal.tenant != tenant {
                .foreign
            } else if principal.subject == owner {
                .owner
            } else {
                isPublic ? .visible : .hidden
            }
    }
}
