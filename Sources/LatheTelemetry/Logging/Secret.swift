/// A value that must not be seen in logs, dumps or messages: whatever prints it prints `***`.
public struct Secret<Value: Sendable>: Sendable {
    /// The value itself, for the one place that needs it.
    public let revealed: Value

    /// Hides a value.
    public init(_ value: Value) { revealed = value }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    public var description: String { "***" }
    public var debugDescription: String { "***" }
    /// Without children, so that `dump` finds nothing either.
    public var customMirror: Mirror { Mirror(self, children: []) }
}

extension Secret: Equatable where Value: Equatable {}
extension Secret: Hashable where Value: Hashable {}
