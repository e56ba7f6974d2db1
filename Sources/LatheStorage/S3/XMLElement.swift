/// An element of an answer of S3: elements, or text.
struct XMLElement: Sendable, Equatable {
    let name: String
    var children: [XMLElement] = []
    var text = ""

    subscript(_ name: String) -> XMLElement? { children.first { $0.name == name } }

    func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

    /// The text of a child.
    func text(_ name: String) -> String? { self[name]?.text }
}

extension XMLElement {
    /// Reads what S3 servers send: UTF-8 without a document type, whose attributes mean nothing. Nil for anything else.
    ///
    /// Nothing is fetched and nothing expands; the size is bounded by the reply, the depth here.
    init?(_ bytes: [UInt8]) {
        var reader = XMLReader(bytes)
        guard let root = reader.root() else { return nil }
        self = root
    }
}
