/// What a token says (RFC 7519 §4.1), read after its signature was found right.
struct TokenClaims: Sendable, Equatable {
    let issuer: String
    let audiences: [String]
    let subject: String
    let role: Role
    let tenant: String?
    let expiresAt: UnixTime
    let notBefore, issuedAt: UnixTime?

    init(_ text: [UInt8]) throws(TokenRefusal) {
        // Where the fault is helps nobody.
        guard let members = (try? JSONValue(text))?.object else { throw .malformed }
        guard let issuer = members["iss"]?.string, let audiences = Self.audiences(members["aud"]),
            let subject = members["sub"]?.string, Self.isName(subject),
            let role = members["role"]?.string.flatMap(Role.init), let expiresAt = try Self.moment(members["exp"])
        else { throw .claims }
        let tenant = members["tenant"]
        guard tenant == nil || tenant?.string.map(Self.isName) == true else { throw .claims }
        (self.issuer, self.audiences, self.subject, self.role) = (issuer, audiences, subject, role)
        (self.tenant, self.expiresAt) = (tenant?.string, expiresAt)
        (notBefore, issuedAt) = (try Self.moment(members["nbf"]), try Self.moment(members["iat"]))
    }

    /// Whether the token is for us, now.
    func check(_ policy: TokenPolicy, at now: UnixTime) throws(TokenRefusal) {
        guard issuer == policy.issuer else { throw .issuer }
        guard audiences.contains(policy.audience) else { throw .audience }
        guard now < expiresAt + policy.leeway else { throw .expired }
        for start in [notBefore, issuedAt] {
            guard let start else { continue }
            guard start < expiresAt else { throw .claims }
            guard start <= now + policy.leeway else { throw .notYetValid }
        }
    }

    /// A name goes into logs, keys and rows as it is.
    static func isName(_ text: String) -> Bool {
        (1...255).contains(text.utf8.count)
            && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
    }

    /// One text or several (§4.1.3).
    private static func audiences(_ value: JSONValue?) -> [String]? {
        if let text = value?.string { return [text] }
        guard let values = value?.array else { return nil }
        let texts = values.compactMap(\.string)
        return texts.count == values.count ? texts : nil
    }

    /// A NumericDate (§2) between 1970 and 9999; a fraction of a second is dropped.
    private static func moment(_ value: JSONValue?) throws(TokenRefusal) -> UnixTime? {
        let seconds: Int64
        switch value {
        case nil: return nil
        case .integer(let number): seconds = number
        case .real(let number):
            guard let number = Int64(exactly: number.rounded(.down)) else { throw .claims }
            seconds = number
        default: throw .claims
        }
        guard (0...UnixTime.latest.seconds).contains(seconds) else { throw .claims }
        return UnixTime(seconds)
    }
}
