/// An M4A file as FFmpeg writes it, changed to one as iTunes does: the list of tags is the last thing in it.
struct TaggedM4A {
    private(set) var bytes: [UInt8]

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// Where the type of the first box of this type is written.
    private func place(of type: String, after start: Int = 0) -> Int? {
        let name = Array(type.utf8)
        return bytes[start...].indices.dropLast(3).first { bytes[$0..<$0 + 4].elementsEqual(name) }
    }

    /// The edit list is there no more for those who read it.
    var withoutEditList: Self {
        var copy = self
        if let place = place(of: "moov").flatMap({ self.place(of: "edts", after: $0) }) {
            copy.bytes.replaceSubrange(place..<place + 4, with: Array("free".utf8))
        }
        return copy
    }

    /// Adds the tag `iTunSMPB` and makes every box around it longer.
    func withGaplessTag(priming: Int, padding: Int, samples: Int) -> Self {
        let text = [0, priming, padding].map { Self.hexadecimal($0, 8) } + [Self.hexadecimal(samples, 16)]
        let item = Self.box(
            "----",
            Self.box("mean", [0, 0, 0, 0] + Array("com.apple.iTunes".utf8))
                + Self.box("name", [0, 0, 0, 0] + Array("iTunSMPB".utf8))
                + Self.box("data", [0, 0, 0, 1, 0, 0, 0, 0] + Array((" " + text.joined(separator: " ")).utf8)))
        var copy = self
        var start = 0
        for type in ["moov", "udta", "meta", "ilst"] {
            guard let place = place(of: type, after: start) else { return self }
            let size = bytes.integer(at: place - 4, bytes: 4) + item.count
            copy.bytes.replaceSubrange(place - 4..<place, with: Self.number(size))
            start = place
        }
        copy.bytes += item
        return copy
    }

    private static func box(_ type: String, _ contents: [UInt8]) -> [UInt8] {
        number(8 + contents.count) + Array(type.utf8) + contents
    }

    private static func number(_ value: Int) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
    }

    private static func hexadecimal(_ value: Int, _ digits: Int) -> String {
        let text = String(value, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
}
