internal import LatheAccess
internal import LatheCatalog
internal import LatheHTTP

extension Call {
    /// The caller, as the catalogue asks for owners.
    var actor: Actor { Actor(principal.subject, isUnrestricted: principal.role == .admin) }

    /// What the route's pattern took from the path.
    func parameter(_ name: String) -> String { request.parameters[name] ?? "" }

    /// Lets the caller go on who may do so.
    ///
    /// - Parameters:
    ///   - isOwn: the object is the caller's, or there is none.
    ///   - isPublic: others may know of it.
    /// - Throws: `Problem` with status 403, or 404 where the caller may not know that there is anything.
    func authorize(_ action: Action, isOwn: Bool = true, isPublic: Bool = true) throws {
        let relation = Relation(
            of: principal, owner: isOwn ? principal.subject : nil, tenant: nil, isPublic: isPublic)
        switch Permissions.decide(principal.role, action, relation) {
        case .allow: return
        case .hide: throw Problem.notFound()
        case .forbid:
            let whose = isOwn ? "" : " to what is others'"
            throw Problem(403, detail: "The role \(principal.role.rawValue) may not do this\(whose).")
        }
    }
}

extension Problem {
    /// - Parameter pointer: to the field that names what is not there; nil for the path.
    static func notFound(_ pointer: String? = nil) -> Problem {
        Problem(404, detail: "There is none, or none that you may know of.", pointer: pointer)
    }

    /// A field says something that it must not.
    static func invalid(_ pointer: String, _ detail: String) -> Problem {
        Problem(422, detail: detail, pointer: pointer)
    }

    /// A parameter of the query, a header or the path says something that it must not.
    static func malformed(_ detail: String) -> Problem { Problem(400, detail: detail) }

    static let changedMeanwhile = Problem(
        412, detail: "It has been changed since; read it again, and decide anew.")
}
