/// A part of an object: some bytes from an offset, or all from there on.
public struct ByteRange: Sendable, Hashable {
    public let offset: Int
    /// nil: to the end.
    public let count: Int?

    /// - Throws: `StorageError` with code `invalid` unless the offset is not negative and the count is positive.
    public init(offset: Int, count: Int? = nil) throws {
        guard offset >= 0, count.map({ $0 > 0 && !offset.addingReportingOverflow($0).overflow }) ?? true else {
            throw StorageError(
                .invalid, "use the range", "\(offset)+\(count.map(String.init) ?? "")",
                because: "it is negative, empty or too large")
        }
        self.offset = offset
        self.count = count
    }

    /// How many bytes it takes of an object; nil if it begins at the end or behind.
    func length(in size: Int) -> Int? {
        guard offset < size else { return nil }
        return min(count ?? .max, size - offset)
    }
}
