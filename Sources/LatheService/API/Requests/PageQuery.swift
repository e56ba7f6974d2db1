internal import LatheCatalog
internal import LatheHTTP

/// Which part of a list a request asks for: `cursor` and `limit`.
struct PageQuery: Sendable {
    static let defaultLimit = 50

    let limit: Int
    /// As it was handed out, or was not.
    let cursor: String?

    /// - Throws: `Problem` with status 400.
    init(_ query: Query, most: Int = PageRequest.maximumLimit, default standard: Int = defaultLimit) throws {
        cursor = query["cursor"]
        guard let text = query["limit"] else {
            limit = standard
            return
        }
        guard let limit = Int(text), (1...most).contains(limit) else {
            throw Problem.malformed("The limit is a whole number from 1 to \(most).")
        }
        self.limit = limit
    }

    /// The part of a list in this order.
    /// - Throws: `Problem` with status 400 for a cursor that is none of this list's.
    func request(_ order: ListOrder) throws -> PageRequest {
        guard let cursor else { return PageRequest(order, limit: limit) }
        guard cursor.utf8.count <= 400, let place = Cursor(cursor), place.order == order else {
            throw Self.foreignCursor
        }
        return PageRequest(after: place, limit: limit)
    }

    static let foreignCursor = Problem.malformed("The cursor is none that this list has given.")
}

extension Query {
    /// True or false; nil where it is not asked for.
    /// - Throws: `Problem` with status 400.
    func flag(_ name: String) throws -> Bool? {
        switch self[name] {
        case nil: nil
        case "true": true
        case "false": false
        default: throw Problem.malformed("\(name) is true or false.")
        }
    }
}
