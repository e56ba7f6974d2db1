/// What iTunes' metadata say: the music's name, and priming and length to the sample.
struct MP4Tags {
    private(set) var tags = MasterTags()
    /// Of `iTunSMPB`.
    private(set) var gaps: (priming: Int, samples: Int)?

    private static let names = [
        "\u{A9}nam": "title", "\u{A9}ART": "artist", "\u{A9}alb": "album", "\u{A9}day": "date",
    ]

    init(_ movie: MP4Movie, _ boxes: inout MP4Boxes) throws {
        guard let meta = try boxes.box("udta", "meta", in: movie.header), meta.count > 4,
            let list = try boxes.box("ilst", in: meta.dropFirst(4))
        else { return }
        for item in try boxes.boxes(in: list) {
            guard let data = try boxes.box("data", in: item.contents), data.count > 8 else { continue }
            let value = try boxes.bytes(data.dropFirst(8), atMost: MasterTags.longestText)
            if let name = Self.names[item.type] { tags.take(name: name, value: value) }
            if item.type == "trkn", value.count >= 4 { tags.take(name: "track", value: String(value[3]).utf8) }
            guard item.type == "----", let box = try boxes.box("name", in: item.contents) else { continue }
            let name = String(decoding: try boxes.bytes(box, atMost: 64).dropFirst(4), as: UTF8.self)
            if name == "iTunSMPB" { gaps = Self.gaps(value) } else { tags.take(name: name, value: value) }
        }
    }

    /// ` 00000000 00000840 000001CA 00000000003F31F6 …`: the second number is the priming, the fourth the length.
    private static func gaps(_ text: [UInt8]) -> (priming: Int, samples: Int)? {
        let words = String(decoding: text, as: UTF8.self).split(separator: " ").map { Int($0, radix: 16) }
        guard words.count >= 4, let priming = words[1], let samples = words[3], (0..<1 << 20).contains(priming),
            (1..<1 << 50).contains(samples)
        else { return nil }
        return (priming, samples)
    }
}
