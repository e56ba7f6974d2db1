/// Finds boxes in an ISO BMFF file (ISO/IEC 14496-12 §4.2), never beyond the box around them.
struct MP4Boxes {
    struct Box {
        let type: String
        /// Where its contents lie in the file.
        let contents: Range<Int>
    }

    private(set) var window: ByteWindow
    private var visited = 0

    // A day of fragments of a second each has fewer.
    private static let mostBoxes = 500_000

    init(_ file: MasterFile) { window = ByteWindow(file) }

    var file: MasterFile { window.file }

    /// The boxes of a range in order.
    mutating func boxes(in range: Range<Int>) throws -> [Box] {
        var boxes: [Box] = []
        var position = range.lowerBound
        while let box = try next(in: position..<range.upperBound) {
            boxes.append(box)
            position = box.contents.upperBound
        }
        return boxes
    }

    /// The first box in a place, where there is one.
    mutating func box(_ path: String..., in range: Range<Int>) throws -> Range<Int>? {
        var range = range
        for type in path {
            guard let inner = try boxes(in: range).first(where: { $0.type == type }) else { return nil }
            range = inner.contents
        }
        return range
    }

    /// The box with which a range begins; nil where nothing is left.
    mutating func next(in range: Range<Int>) throws -> Box? {
        guard !range.isEmpty else { return nil }
        visited += 1
        guard visited <= Self.mostBoxes else {
            throw file.refusal(.corrupt, "it has more than \(Self.mostBoxes) boxes")
        }
        let header = try window.read(min(16, range.count), at: range.lowerBound)
        guard header.count >= 8 else { throw broken(range, "within a box's header") }
        // Latin-1, as names such as "©nam" are no UTF-8.
        let type = String(String.UnicodeScalarView(header.part(4, 4).map { Unicode.Scalar($0) }))
        var (start, size) = (8, header.part(0, 4).bigEndian)
        if size == 1 {
            guard header.count == 16 else { throw broken(range, "within a box's header") }
            (start, size) = (16, header.part(8, 8).bigEndian)
        } else if size == 0 {
            size = UInt64(range.count)
        }
        guard size >= start else { throw file.refusal(.corrupt, "its box at byte \(range.lowerBound) is too small") }
        guard size <= range.count else { throw broken(range, "within the box \"\(type)\"") }
        return Box(type: type, contents: range.lowerBound + start..<range.lowerBound + Int(size))
    }

    /// The file's own end cuts a file, any other contradicts the box around it.
    private func broken(_ range: Range<Int>, _ place: String) -> MediaError {
        range.upperBound == file.byteCount
            ? file.refusal(.truncated, "it ends \(place)")
            : file.refusal(.corrupt, "a box ends \(place) at byte \(range.lowerBound)")
    }

    /// All bytes of a box that may not be long.
    mutating func bytes(_ range: Range<Int>, atMost limit: Int = 65_536) throws -> [UInt8] {
        Array(try window.read(min(range.count, limit, 65_536), at: range.lowerBound))
    }

    /// An unsigned number in a box; 0 and an error where the box ends before it.
    mutating func number(_ bytes: Int, at offset: Int, in box: Range<Int>) throws -> Int {
        guard offset >= 0, offset + bytes <= box.count else {
            throw file.refusal(.corrupt, "one of its boxes is too short")
        }
        let value = try window.read(bytes, at: box.lowerBound + offset).bigEndian
        guard let number = Int(exactly: value) else {
            throw file.refusal(.corrupt, "it states a number beyond all bounds")
        }
        return number
    }

    /// Numbers of 32 bits, one after the other from an offset on: a table.
    mutating func table(_ count: Int, at offset: Int, in box: Range<Int>) throws -> [UInt32] {
        guard offset >= 0, count >= 0, count <= (box.count - offset) / 4 else {
            throw file.refusal(.corrupt, "one of its tables is longer than the box around it")
        }
        let size = count * 4
        let values = try [UInt32](unsafeUninitializedCapacity: count) { buffer, filled in
            let got = try file.read(
                into: UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[..<size]),
                at: box.lowerBound + offset)
            filled = got / 4
            for index in 0..<filled { buffer[index] = UInt32(bigEndian: buffer[index]) }
        }
        guard values.count == count else { throw file.refusal(.truncated, "it ends within a table") }
        return values
    }
}

extension MasterFile {
    /// An error about a file that cannot be packaged.
    func refusal(_ code: MediaError.Code, _ cause: String, remedy: String? = nil) -> MediaError {
        MediaError(code, "package", path, because: cause, remedy: remedy)
    }
}
