import FoundationEssentials
import LatheAccess

extension JSONValue {
    /// What is no JSON is a text.
    init(text: String) {
        // Passed on as it is: whoever wrote it has to know.
        self = (try? JSONValue(Array(text.utf8))) ?? .string(text)
    }

    /// Nil where it is no object, and where that has no such member.
    subscript(name: String) -> JSONValue? { object?[name] }

    /// With two spaces for each level.
    func indented() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
