internal import FoundationEssentials

/// A place in a list. It stays true while rows come and go: nothing is shown twice, nothing that stayed is left out.
///
/// Its text is opaque to clients, and no secret.
public struct Cursor: Sendable, Equatable {
    /// Of the list that it is a place in.
    public let order: ListOrder
    let key: Key
    let id: String

    enum Key: Sendable, Equatable {
        /// Milliseconds since 1970.
        case time(Int64)
        case name(String)
    }

    init(order: ListOrder, key: Key, id: String) {
        self.order = order
        self.key = key
        self.id = id
    }

    /// Nil for what was never given as a cursor.
    public init?(_ text: String) {
        guard text.utf8.count < 4096, let data = Data(base64Encoded: Self.base64(text)),
            let fields = String(validating: data, as: UTF8.self), !fields.utf8.contains(0)
        else { return nil }
        let parts = fields.split(separator: " ", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 3, let order = ListOrder(rawValue: parts[0]) else { return nil }
        self.order = order
        id = parts[1]
        switch order {
        case .name: key = .name(parts[2])
        case .newest, .oldest:
            guard let time = Int64(parts[2]) else { return nil }
            key = .time(time)
        }
    }
}

extension Cursor: CustomStringConvertible {
    /// Letters, digits, `-` and `_`.
    public var description: String {
        let value =
            switch key {
            case .time(let time): "\(time)"
            case .name(let name): name
            }
        return Data("\(order.rawValue) \(id) \(value)".utf8).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// From the alphabet of URLs (RFC 4648 §5).
    private static func base64(_ text: String) -> String {
        let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
        return text.replacing("-", with: "+").replacing("_", with: "/") + padding
    }
}
