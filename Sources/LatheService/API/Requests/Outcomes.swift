internal import LatheCatalog
internal import LatheHTTP

// What the catalogue says of a change, as HTTP says it.

extension Change {
    /// What became of it.
    /// - Throws: `Problem` with status 404 or 412.
    var value: Value {
        get throws {
            switch self {
            case .done(let value): return value
            case .notFound: throw Problem.notFound()
            case .conflict: throw Problem.changedMeanwhile
            }
        }
    }
}

extension Deletion {
    /// What is gone.
    /// - Parameter contents: what may still be in it, for people.
    /// - Throws: `Problem` with status 404, 409 or 412.
    func value(besides contents: String) throws -> Value {
        switch self {
        case .deleted(let value): return value
        case .notFound: throw Problem.notFound()
        case .conflict: throw Problem.changedMeanwhile
        case .notEmpty: throw Problem(409, detail: "There are \(contents) in it; delete these first.")
        }
    }
}
