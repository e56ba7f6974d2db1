internal import LatheHTTP

/// What a change was decided on: `If-Match` (RFC 9110 §13.1.1), where an entity tag is a version.
struct Precondition: Sendable, Equatable {
    /// Nil: any.
    private let tags: Set<String>?

    init(_ request: Request) {
        guard let list = request.headers.list("If-Match"), list.wholeMatch(of: /\s*\*\s*/) == nil else {
            tags = nil
            return
        }
        // A weak tag never matches: its mark stays, and no version has one.
        tags = Set(list.split(separator: ",").map { $0.filter { $0 != " " && $0 != "\t" } })
    }

    /// The version that must still be there when the change is made: the one that was read, where it is a wanted one.
    ///
    /// - Returns: nil for any.
    /// - Throws: `Problem` with status 412.
    func version(given current: Int) throws -> Int? {
        guard let tags else { return nil }
        guard tags.contains(Self.entityTag(current)) else { throw Problem.changedMeanwhile }
        return current
    }

    static func entityTag(_ version: Int) -> String { "\"\(version)\"" }
}
