/// A box of an ISO base media file (ISO/IEC 14496-12 §4.2).
struct Box {
    let type: String
    /// Where its header begins in the file.
    let offset: Int
    /// What is in it, not read yet.
    let contents: ByteReader

    var end: Int { contents.end }

    /// The boxes that fill a part of a file, one after the other; no deeper.
    static func boxes(in reader: ByteReader, file: String, _ findings: inout Findings) -> [Box] {
        var reader = reader
        var boxes: [Box] = []
        while reader.remaining > 0 {
            let place = Finding.Place(file, offset: reader.offset)
            guard boxes.count < Limits.parts else {
                findings.add(.limitExceeded, at: place, "more than \(Limits.parts) boxes are not read")
                break
            }
            let available = reader.remaining
            guard let box = next(&reader) else {
                findings.add(.bmffBoxMalformed, at: place, "a box does not fit in the \(available) bytes that are left")
                break
            }
            boxes.append(box)
        }
        return boxes
    }

    private static func next(_ reader: inout ByteReader) -> Box? {
        let start = reader.offset
        let available = reader.remaining
        guard var size = reader.count(4), let type = reader.text(4) else { return nil }
        if size == 1 {
            guard let large = reader.count(8) else { return nil }
            size = large
        } else if size == 0 {
            size = available
        }
        let header = reader.offset - start
        guard size >= header, let contents = reader.part(size - header) else { return nil }
        return Box(type: type, offset: start, contents: contents)
    }

    func children(file: String, skipping byteCount: Int = 0, _ findings: inout Findings) -> [Box] {
        var reader = contents
        guard reader.skip(byteCount) else { return [] }
        return Self.boxes(in: reader, file: file, &findings)
    }

    /// What the head of a full box says, and a reader of what follows (ISO/IEC 14496-12 §4.2.2).
    struct Full {
        let version: Int
        let flags: Int
        var rest: ByteReader

        /// The width of times and durations in bytes.
        var width: Int { version == 1 ? 8 : 4 }
    }

    /// Nil where the box is too short to be one.
    var full: Full? {
        var reader = contents
        guard let version = reader.integer(1), let flags = reader.integer(3) else { return nil }
        return Full(version: version, flags: flags, rest: reader)
    }
}

extension [Box] {
    func first(_ type: String) -> Box? { first { $0.type == type } }
}
