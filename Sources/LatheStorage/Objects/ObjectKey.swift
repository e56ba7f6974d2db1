/// The name of an object: components between slashes, such as `tracks/0192/1/master.m3u8`.
///
/// A key is valid in every store or in none, and cannot lead out of one. Two keys are equal if their bytes are: Unicode
/// spellings of one letter differ, as they do in S3 and in file systems.
public struct ObjectKey: Sendable {
    public let text: String

    /// - Throws: `StorageError` with code `invalid` unless the text has 1...1024 bytes of UTF-8 without control
    ///   characters and backslashes (some servers take them for slashes), and components of 1...255 bytes, none of them
    ///   `.` or `..`, the first not ``reservedComponent``.
    public init(_ text: String) throws {
        if let fault = Self.fault(in: text) {
            throw StorageError(.invalid, "use the key", Self.printable(text), because: fault)
        }
        self.text = text
    }

    /// Where a directory store keeps what is not yet an object.
    public static let reservedComponent = ".incoming"

    /// By bytes: to Swift, a slash with a combining mark behind it is another character.
    var components: [String] { text.utf8.split(separator: UInt8(ascii: "/")).compactMap { String($0) } }

    private static func fault(in text: String) -> String? {
        let bytes = text.utf8
        if bytes.isEmpty { return "it is empty" }
        if bytes.count > 1024 { return "it has \(bytes.count) bytes and may have 1024" }
        if bytes.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "it has a control character" }
        if bytes.contains(UInt8(ascii: "\\")) { return "it has a backslash" }
        let components = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        for component in components {
            if component.isEmpty { return "it has an empty component" }
            if component.count > 255 { return "a component has \(component.count) bytes and may have 255" }
            if component.elementsEqual(".".utf8) || component.elementsEqual("..".utf8) {
                return "it has the component \"\(component.count == 1 ? "." : "..")\""
            }
        }
        return components[0].elementsEqual(reservedComponent.utf8) ? "\"\(reservedComponent)\" is reserved" : nil
    }

    /// What a log may show of a hostile key.
    private static func printable(_ text: String) -> String {
        "\"\(text.unicodeScalars.prefix(80).map { $0.escaped(asASCII: false) }.joined())\""
    }
}

extension ObjectKey: Hashable, Comparable {
    public static func == (one: Self, other: Self) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }
    public static func < (one: Self, other: Self) -> Bool { one.text.utf8.lexicographicallyPrecedes(other.text.utf8) }
    public func hash(into hasher: inout Hasher) { for byte in text.utf8 { hasher.combine(byte) } }
}

extension ObjectKey: CustomStringConvertible {
    public var description: String { text }
}
