/// An element of an XML document, as far as an MPD needs one.
struct XMLElement {
    /// Without its prefix.
    let name: String
    /// By name, prefixes of names included.
    let attributes: [String: String]
    /// Where it begins, counted from 1.
    let line: Int
    var children: [XMLElement] = []
    /// Its own text, white space at both ends left out.
    var text = ""

    subscript(name: String) -> String? { attributes[name] }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }
}

/// Why a document is not well-formed.
struct XMLFault: Error, Equatable {
    let line: Int
    let cause: String
}
