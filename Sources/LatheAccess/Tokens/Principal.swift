/// Who calls, as a verified token says.
public struct Principal: Sendable, Equatable {
    /// The caller's id: 1 to 255 bytes without control characters.
    public let subject: String
    /// What the caller is.
    public let role: Role
    /// Which customer of the installation the caller belongs to; nil where there is only one.
    public let tenant: String?
    /// When the token ends.
    public let expiresAt: UnixTime

    /// Names a caller.
    public init(subject: String, role: Role, tenant: String? = nil, expiresAt: UnixTime) {
        self.subject = subject
        self.role = role
        self.tenant = tenant
        self.expiresAt = expiresAt
    }
}
