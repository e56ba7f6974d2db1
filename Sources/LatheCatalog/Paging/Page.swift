/// A part of a list, and where the next one begins.
public struct Page<Item: Sendable>: Sendable {
    /// At most as many as were asked for.
    public let items: [Item]
    /// Nil at the end of the list.
    public let next: Cursor?
}

/// What a list is ordered by; equals by id, so that no order depends on chance.
public enum ListOrder: String, Sendable, CaseIterable {
    /// When it was made, latest first.
    case newest
    /// When it was made, earliest first.
    case oldest
    /// The words of its name, whatever their case and diacritics.
    case name
}

/// Which part of a list is wanted.
public struct PageRequest: Sendable, Equatable {
    /// The most items of a page.
    public static let maximumLimit = 100

    let order: ListOrder
    let limit: Int
    let start: Cursor?

    /// The beginning of a list.
    /// - Parameter limit: 1 to `maximumLimit`; taken to the nearest of these where it is outside.
    public init(_ order: ListOrder = .newest, limit: Int = 50) {
        self.order = order
        self.limit = min(max(1, limit), Self.maximumLimit)
        start = nil
    }

    /// What follows a page: in the same order as that.
    public init(after cursor: Cursor, limit: Int = 50) {
        order = cursor.order
        self.limit = min(max(1, limit), Self.maximumLimit)
        start = cursor
    }
}
