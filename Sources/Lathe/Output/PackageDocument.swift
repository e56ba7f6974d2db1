internal import Foundation

extension Package {
    /// The bytes of `package.json`: what `JSONDecoder` reads back as this value.
    ///
    /// Each segment and file is encoded on a line of its own: pleasant to compare, and an hour of music takes no more
    /// memory than one of its lines.
    func document() throws -> [UInt8] {
        // Room for all lines from the start: an hour of music has megabytes of them, which growing would copy.
        let lineCount = files.count + renditions.reduce(0) { $0 + $1.segments.count }
        var writer = DocumentWriter(reserving: 160 * lineCount + 16_384)
        try writer.field("schema", schema)
        try writer.field("version", version)
        try writer.field("layout", layout)
        try writer.field("master", master)
        try writer.field("preset", preset)
        try writer.field("loudness", loudness)
        try writer.field("notes", notes)
        try writer.list("manifests", manifests)
        try writer.list("renditions", renditions.map(\.withoutSegments), "segments", renditions.map(\.segments))
        try writer.list("files", files)
        return writer.finish()
    }

    /// Decodes a `package.json`.
    /// - Throws: `DecodingError`, also when the schema is another one.
    public init(document: [UInt8]) throws {
        self = try JSONDecoder().decode(Package.self, from: Data(document))
        guard schema == Self.currentSchema else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: [], debugDescription: "schema \"\(schema)\" is not \(Self.currentSchema)"))
        }
    }
}

extension Package.Rendition {
    fileprivate var withoutSegments: Self {
        var copy = self
        copy.segments = []
        return copy
    }
}

/// Joins values that Foundation encoded to one JSON document, line by line.
private struct DocumentWriter {
    private var bytes: [UInt8] = Array("{\n".utf8)
    private let encoder = JSONEncoder()
    private var isFirst = true

    init(reserving byteCount: Int) {
        bytes.reserveCapacity(byteCount)
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    mutating func field(_ name: String, _ value: some Encodable) throws {
        begin(name)
        bytes += try encoder.encode(value)
    }

    mutating func list(_ name: String, _ values: [some Encodable]) throws {
        begin(name)
        try lines(values)
    }

    /// Objects whose list `inner` is empty, with these lists in its place.
    mutating func list(
        _ name: String, _ objects: [some Encodable], _ inner: String, _ lists: [[some Encodable]]
    ) throws {
        begin(name)
        bytes += Array("[".utf8)
        // Quotes inside strings are escaped, so this can only be the member itself.
        let empty = Array("\"\(inner)\":[]".utf8)
        for (index, object) in objects.enumerated() {
            bytes += Array((index == 0 ? "\n" : ",\n").utf8)
            let encoded = Array(try encoder.encode(object))
            guard let place = encoded.firstRange(of: empty) else {
                throw EncodingError.invalidValue(object, .init(codingPath: [], debugDescription: "no list \(inner)"))
            }
            bytes += encoded[..<(place.upperBound - 2)]
            try lines(lists[index])
            bytes += encoded[place.upperBound...]
        }
        bytes += Array("]".utf8)
    }

    private mutating func lines(_ values: [some Encodable]) throws {
        bytes += Array("[".utf8)
        for (index, value) in values.enumerated() {
            bytes += Array((index == 0 ? "\n" : ",\n").utf8)
            bytes += try encoder.encode(value)
        }
        bytes += Array("]".utf8)
    }

    /// Completes the document in place: for an hour of music it is megabytes long.
    mutating func finish() -> [UInt8] {
        bytes += Array("\n}\n".utf8)
        return bytes
    }

    private mutating func begin(_ name: String) {
        bytes += Array((isFirst ? "\"\(name)\":" : ",\n\"\(name)\":").utf8)
        isFirst = false
    }
}
