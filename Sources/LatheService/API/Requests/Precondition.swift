internal import LatheHTTP

/// What a change was decided on: `If-Match` (RFC 9110 §13.1.1), where an entity tag is a version.
struct Precondition: Sendable, Equatable {
    /// Nil: any.
    private let tags: Set<String>?

    /// - Throws: `Problem` with status 400 for what is no list of entity tags.
    init(_ request: Request) throws {
        guard let list = request.headers.list("If-Match"), list != "*" else {
            tags = nil
            return
        }
        let tag = /(?:W\/)?"[!#-~]*"/
        guard list.wholeMatch(of: /(?:W\/)?"[!#-~]*"(?:[ \t]*,[ \t]*(?:W\/)?"[!#-~]*")*/) != nil else {
            throw Problem.malformed("If-Match is * or a list of entity tags.")
        }
        // A weak tag never matches: its mark stays, and no version has one.
        tags = Set(list.matches(of: tag).map { String($0.output) })
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
