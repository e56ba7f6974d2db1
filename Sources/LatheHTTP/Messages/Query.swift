/// A query's parameters, in their order.
public struct Query: Sendable, Equatable {
    /// One `name=value`.
    public struct Parameter: Sendable, Equatable {
        public let name: String
        public let value: String
    }

    public let parameters: [Parameter]

    /// Reads `a=1&b=2` as forms write it: `+` is a space. Nil if an escape is broken or no UTF-8.
    init?(_ text: Substring) {
        var parameters: [Parameter] = []
        for pair in text.split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = PercentEncoding.decoded(parts[0].utf8, plusIsSpace: true),
                let value = PercentEncoding.decoded((parts.count > 1 ? parts[1] : "").utf8, plusIsSpace: true)
            else { return nil }
            parameters.append(Parameter(name: name, value: value))
        }
        self.parameters = parameters
    }

    /// The first value of a name.
    public subscript(name: String) -> String? { parameters.first { $0.name == name }?.value }

    /// All values of a name.
    public func values(_ name: String) -> [String] { parameters.filter { $0.name == name }.map(\.value) }
}
