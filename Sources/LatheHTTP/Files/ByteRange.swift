/// What the Range field asks for, RFC 9110 §14.2.
enum ByteRange: Equatable {
    /// No range that we honour: the whole.
    case whole
    case part(Range<Int>)
    case unsatisfiable

    /// Reads the field against a content's size. Several ranges are answered with the whole, which a server may do;
    /// what is malformed is ignored, which it must.
    init(_ field: String, size: Int) {
        guard field.prefix(6).lowercased() == "bytes=" else {
            self = .whole
            return
        }
        let bounds = field.dropFirst(6).split(separator: "-", omittingEmptySubsequences: false).map(Self.trimmed)
        guard bounds.count == 2 else {
            self = .whole
            return
        }
        switch (Self.number(bounds[0]), Self.number(bounds[1])) {
        case (let first?, let last?) where first <= last: self.init(first, min(last, size - 1), size)
        case (let first?, nil) where bounds[1].isEmpty: self.init(first, size - 1, size)
        case (nil, let length?) where bounds[0].isEmpty:
            self = length == 0 || size == 0 ? .unsatisfiable : .part(max(0, size - length)..<size)
        default: self = .whole
        }
    }

    private init(_ first: Int, _ last: Int, _ size: Int) {
        self = first < size ? .part(first..<last + 1) : .unsatisfiable
    }

    private static func trimmed(_ text: Substring) -> Substring {
        guard let first = text.firstIndex(where: { $0 != " " }), let last = text.lastIndex(where: { $0 != " " }) else {
            return ""
        }
        return text[first...last]
    }

    /// Digits only; what is too large to count is larger than any file.
    private static func number(_ text: Substring) -> Int? {
        guard !text.isEmpty, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
        return Int(text) ?? .max
    }
}
