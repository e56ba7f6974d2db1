internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase

/// Whether what happens is a caller's business: of artists that they are a member of; for administrators, everything.
///
/// Remembered for a while, for events come in crowds.
struct Ownership {
    private static let memory = 1000

    private let catalog: Catalog
    private let principal: Principal
    private var known: [String: (isMember: Bool, until: ContinuousClock.Instant)] = [:]

    init(_ catalog: Catalog, _ principal: Principal) {
        (self.catalog, self.principal) = (catalog, principal)
    }

    /// - Parameter artist: whose it is: the tenant of news and jobs.
    mutating func covers(_ artist: String) async throws -> Bool {
        if principal.role == .admin { return true }
        if let answer = known[artist], answer.until > .now { return answer.isMember }
        let isMember = try await catalog.database.read { [catalog, principal] in
            try catalog.isMember(principal.subject, of: artist, in: $0)
        }
        if known.count >= Self.memory { known = [:] }
        // Who has just become a member waits less long than who no longer is one.
        known[artist] = (isMember, .now + .seconds(isMember ? 30 : 2))
        return isMember
    }
}
