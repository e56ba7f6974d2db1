/// What a worker is called, by people and in the name of its folder.
public struct WorkerName: Sendable, Equatable, CustomStringConvertible {
    /// As it was said.
    public let description: String

    /// In bytes of UTF-8: a file's name takes 255.
    public static let lengthLimit = 128

    /// Nil for a text that cannot be part of a file's name, or not be printed: one that is empty, `.` or `..`, or longer
    /// than `lengthLimit`, or has a slash or a control character in it.
    public init?(_ text: String) {
        guard !["", ".", ".."].contains(text), text.utf8.count <= Self.lengthLimit,
            text.unicodeScalars.allSatisfy(Self.isUsable)
        else { return nil }
        description = text
    }

    /// Of a process, where nobody gave it another: `host-pid`.
    public init(host: String, process: Int32) {
        let letters = host.unicodeScalars.filter { $0.isASCII && Self.isUsable($0) }.prefix(64).map(String.init)
        description = letters.joined() + "-\(process)"
    }

    private static func isUsable(_ scalar: Unicode.Scalar) -> Bool {
        scalar != "/" && scalar.properties.generalCategory != .control
    }
}
