/// A path with places for parameters: `/tracks/:id/stream`, `/s/:token/*path`.
struct RoutePattern: Sendable, Hashable, CustomStringConvertible {
    enum Part: Sendable, Hashable {
        case literal(String)
        /// Takes one segment that is not empty.
        case parameter(String)
        /// Takes all that is left, at least one segment.
        case rest(String)
    }

    let parts: [Part]
    let description: String

    init(_ text: String) {
        precondition(text.hasPrefix("/"), "a route begins with /: \(text)")
        description = text
        parts =
            text == "/" ? [] : text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(Self.part)
        precondition(
            !parts.dropLast().contains { if case .rest = $0 { true } else { false } }, "* ends a route: \(text)")
    }

    private static func part(_ text: Substring) -> Part {
        switch text.first {
        case ":": .parameter(String(text.dropFirst()))
        case "*": .rest(String(text.dropFirst()))
        default: .literal(String(text))
        }
    }

    /// What the parameters are; nil if the path is not of this pattern.
    func match(_ segments: [String]) -> [String: String]? {
        var parameters: [String: String] = [:]
        for (index, part) in parts.enumerated() {
            guard index < segments.count else { return nil }
            switch part {
            case .literal(let text):
                guard segments[index] == text else { return nil }
            case .parameter(let name):
                guard !segments[index].isEmpty else { return nil }
                parameters[name] = segments[index]
            case .rest(let name):
                parameters[name] = segments[index...].joined(separator: "/")
                return parameters
            }
        }
        return parts.count == segments.count ? parameters : nil
    }

    /// Is it looked at before the other one? Literals go before parameters, and those before the rest.
    func precedes(_ other: RoutePattern) -> Bool {
        for (mine, theirs) in zip(parts, other.parts) where mine.rank != theirs.rank { return mine.rank < theirs.rank }
        return parts.count > other.parts.count
    }
}

extension RoutePattern.Part {
    fileprivate var rank: Int {
        switch self {
        case .literal: 0
        case .parameter: 1
        case .rest: 2
        }
    }
}
