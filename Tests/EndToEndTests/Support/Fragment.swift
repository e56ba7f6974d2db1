internal import Foundation

/// What the boxes of a CMAF segment say, read without the writer's help (ISO/IEC 14496-12).
struct Fragment {
    /// `tfdt`: media time of the first frame.
    let decodeTime: Int
    /// `sidx`: presentation time of the first sample; nil where the segment has none of its own.
    let earliestPresentationTime: Int?
    /// `sidx`: samples presented.
    let indexedDuration: Int?
    /// Of all frames, in samples.
    let duration: Int
    /// Of each frame, in bytes.
    let sizes: [Int]
    let payload: [UInt8]

    init(_ bytes: [UInt8]) {
        let boxes = Boxes(bytes)
        let index = SegmentIndex(boxes["sidx"])
        earliestPresentationTime = index?.earliestPresentationTime
        indexedDuration = index?.references.first?.samples
        let fragment = Boxes(Boxes(boxes["moof"])["traf"])
        decodeTime = fragment["tfdt"].integer(at: 4, bytes: 8)
        let standard = fragment["tfhd"].integer(at: 8, bytes: 4)
        let run = fragment["trun"]
        let hasDurations = run.integer(at: 2, bytes: 2) & 0x100 != 0
        let count = run.integer(at: 4, bytes: 4)
        let width = hasDurations ? 8 : 4
        let entries = (0..<count).map { 12 + $0 * width }
        sizes = entries.map { run.integer(at: $0 + width - 4, bytes: 4) }
        duration = hasDurations ? entries.reduce(0) { $0 + run.integer(at: $1, bytes: 4) } : count * standard
        payload = boxes["mdat"]
    }
}

/// The contents of a `sidx` of version 1, ISO/IEC 14496-12 §8.16.3.
struct SegmentIndex {
    let earliestPresentationTime: Int
    /// Bytes between the box and the first segment.
    let firstOffset: Int
    let references: [(bytes: Int, samples: Int)]

    /// Nil when there is no box.
    init?(_ contents: [UInt8]) {
        guard !contents.isEmpty else { return nil }
        earliestPresentationTime = contents.integer(at: 12, bytes: 8)
        firstOffset = contents.integer(at: 20, bytes: 8)
        references = (0..<contents.integer(at: 30, bytes: 2)).map {
            (contents.integer(at: 32 + 12 * $0, bytes: 4), contents.integer(at: 36 + 12 * $0, bytes: 4))
        }
    }
}

/// Sibling boxes by type; the first of each.
struct Boxes {
    private var contents: [String: [UInt8]] = [:]

    init(_ bytes: [UInt8]) {
        var position = 0
        while position + 8 <= bytes.count {
            let size = bytes.integer(at: position, bytes: 4)
            let type = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
            if contents[type] == nil { contents[type] = Array(bytes[position + 8..<position + size]) }
            position += size
        }
    }

    subscript(type: String) -> [UInt8] { contents[type] ?? [] }
}

extension [UInt8] {
    func integer(at position: Int, bytes: Int) -> Int {
        self[position..<position + bytes].reduce(0) { $0 << 8 | Int($1) }
    }
}
