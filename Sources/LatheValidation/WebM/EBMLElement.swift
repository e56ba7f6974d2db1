/// An element of EBML (RFC 8794 §6).
struct EBMLElement {
    let id: Int
    let offset: Int
    let contents: ByteReader
    /// It ends where its parent ends, or where an element begins that cannot be in it.
    let hasUnknownSize: Bool

    var end: Int { contents.end }

    /// The elements that fill a part of a file; no deeper.
    ///
    /// An element of unknown size takes what is left.
    static func elements(in reader: ByteReader, file: String, _ findings: inout Findings) -> [EBMLElement] {
        var reader = reader
        var elements: [EBMLElement] = []
        while reader.remaining > 0 {
            let place = Finding.Place(file, offset: reader.offset)
            guard elements.count < Limits.parts else {
                findings.add(.limitExceeded, at: place, "more than \(Limits.parts) elements are not read")
                break
            }
            let available = reader.remaining
            guard let element = next(&reader) else {
                findings.add(
                    .webmElementMalformed, at: place, "an element does not fit in the \(available) bytes that are left")
                break
            }
            elements.append(element)
        }
        return elements
    }

    /// Reads a header without demanding that the contents be there.
    static func next(_ reader: inout ByteReader) -> EBMLElement? {
        let start = reader.offset
        guard let id = number(&reader, keepsMarker: true, widest: 4)?.value,
            let size = number(&reader, keepsMarker: false, widest: 8)
        else { return nil }
        let count = size.isUnknown ? reader.remaining : size.value
        guard let contents = reader.part(count) else { return nil }
        return EBMLElement(id: id, offset: start, contents: contents, hasUnknownSize: size.isUnknown)
    }

    /// A variable-size integer (RFC 8794 §4).
    static func number(
        _ reader: inout ByteReader, keepsMarker: Bool, widest: Int
    ) -> (value: Int, isUnknown: Bool)? {
        guard let first = reader.integer(1), first > 0 else { return nil }
        let width = UInt8(first).leadingZeroBitCount + 1
        guard width <= widest else { return nil }
        var value = keepsMarker ? first : first & (1 << (8 - width) - 1)
        for _ in 1..<width {
            guard let byte = reader.integer(1) else { return nil }
            value = value << 8 | byte
        }
        return (value, !keepsMarker && value == 1 << (7 * width) - 1)
    }

    func children(file: String, _ findings: inout Findings) -> [EBMLElement] {
        Self.elements(in: contents, file: file, &findings)
    }

    /// An unsigned integer of up to eight bytes.
    var unsigned: Int? {
        var reader = contents
        return reader.remaining == 0 ? 0 : reader.remaining <= 8 ? reader.count(reader.remaining) : nil
    }

    /// A signed integer, small enough to be believed.
    var signed: Int? {
        var reader = contents
        guard 1...8 ~= reader.remaining, let bytes = reader.take(reader.remaining), let first = bytes.first else {
            return nil
        }
        let value = bytes.reduce(first & 0x80 != 0 ? -1 : 0) { $0 << 8 | Int64($1) }
        return value.magnitude <= UInt64(Limits.number) ? Int(value) : nil
    }

    /// A floating-point number of four or eight bytes; nil where it is no finite one.
    var float: Double? {
        var reader = contents
        let value: Double?
        switch reader.remaining {
        case 4: value = reader.integer(4).map { Double(Float(bitPattern: UInt32(truncatingIfNeeded: $0))) }
        case 8:
            let bytes = reader.take(8) ?? []
            value = Double(bitPattern: bytes.reduce(0) { $0 << 8 | UInt64($1) })
        default: value = nil
        }
        return value.flatMap { $0.isFinite && $0.magnitude < Double(Limits.number) ? $0 : nil }
    }

    /// ASCII up to the first NUL (RFC 8794 §13).
    var text: String? {
        var reader = contents
        let count = reader.bytes[reader.offset..<reader.end].prefix(4096).prefix { $0 != 0 }.count
        return reader.text(count)
    }
}

extension [EBMLElement] {
    func first(_ id: Int) -> EBMLElement? { first { $0.id == id } }
}
