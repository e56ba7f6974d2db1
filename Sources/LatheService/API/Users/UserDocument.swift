internal import LatheAccess
internal import LatheCatalog

/// A user, as administrators and they themselves see them: nothing of their password.
struct UserDocument: Encodable, Sendable {
    let id: String
    let createdAt: String
    let updatedAt: String
    let subject: String
    let name: String
    let role: String

    init(_ user: User) {
        id = user.id
        createdAt = timestamp(user.createdAt)
        updatedAt = timestamp(user.updatedAt)
        subject = user.subject
        name = user.name
        role = user.role
    }
}

/// Who the caller is, as the token says.
struct MeDocument: Encodable, Sendable {
    let subject: String
    let role: String
    /// Of those who are users here, too.
    let name: String?
    let expiresAt: String

    init(_ principal: Principal, name: String?) {
        subject = principal.subject
        role = principal.role.rawValue
        self.name = name
        expiresAt = timestamp(principal.expiresAt)
    }
}
