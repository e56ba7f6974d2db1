/// Goes through lines in step with others that they belong to.
struct LineWalk<Value: Decodable & Sendable> {
    private let reader: LineReader<Value>
    private var values: ArraySlice<Value> = []

    init(_ reader: LineReader<Value>) { self.reader = reader }

    /// Takes the next value if it is the one that is meant.
    mutating func take(where isMeant: (Value) -> Bool) async throws -> Value? {
        if values.isEmpty { values = try await reader.next(upTo: 256)[...] }
        guard let next = values.first, isMeant(next) else { return nil }
        return values.removeFirst()
    }

    /// Takes the next values as long as they are meant.
    mutating func takeAll(where isMeant: (Value) -> Bool) async throws -> [Value] {
        var taken: [Value] = []
        while let next = try await take(where: isMeant) { taken.append(next) }
        return taken
    }
}
