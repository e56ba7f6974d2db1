extension SampleTable {
    /// What `tfhd` and, where it is silent, `trex` say of the frames of a fragment.
    private struct Defaults {
        var ticks: Int?
        var size: Int?
    }

    /// Reads every `moof` of a file (ISO/IEC 14496-12 §8.8).
    ///
    /// - Parameters:
    ///   - extends: the contents of `mvex`.
    ///   - trackID: the track's.
    init(fragments: [(start: Int, contents: Range<Int>)], extends: Range<Int>, trackID: Int, _ boxes: inout MP4Boxes)
        throws
    {
        self.init(boxes.file)
        var defaults = Defaults()
        for box in try boxes.boxes(in: extends) where box.type == "trex" {
            guard try boxes.number(4, at: 4, in: box.contents) == trackID else { continue }
            defaults.ticks = try boxes.number(4, at: 12, in: box.contents)
            defaults.size = try boxes.number(4, at: 16, in: box.contents)
        }
        for fragment in fragments {
            for track in try boxes.boxes(in: fragment.contents) where track.type == "traf" {
                try addTrack(track.contents, from: fragment.start, trackID, defaults, &boxes)
            }
        }
    }

    private mutating func addTrack(
        _ track: Range<Int>, from start: Int, _ trackID: Int, _ standard: Defaults, _ boxes: inout MP4Boxes
    ) throws {
        let parts = try boxes.boxes(in: track)
        guard let header = parts.first(where: { $0.type == "tfhd" })?.contents else {
            throw file.refusal(.corrupt, "a fragment has no header")
        }
        guard try boxes.number(4, at: 4, in: header) == trackID else { return }
        let flags = try boxes.number(3, at: 1, in: header)
        var defaults = standard
        var (base, offset) = (start, 8)
        func field(_ flag: Int, _ bytes: Int) throws -> Int? {
            guard flags & flag != 0 else { return nil }
            defer { offset += bytes }
            return try boxes.number(bytes, at: offset, in: header)
        }
        if let stated = try field(0x01, 8) { base = stated }
        _ = try field(0x02, 4)
        defaults.ticks = try field(0x08, 4) ?? defaults.ticks
        defaults.size = try field(0x10, 4) ?? defaults.size
        if let time = parts.first(where: { $0.type == "tfdt" })?.contents { try checkTime(time, &boxes) }
        for run in parts where run.type == "trun" {
            base = try addRun(run.contents, from: base, defaults, start, &boxes)
        }
    }

    /// Frames follow each other without a gap: each fragment begins where the one before ended.
    private func checkTime(_ box: Range<Int>, _ boxes: inout MP4Boxes) throws {
        let time = try boxes.number(try boxes.number(1, at: 0, in: box) == 1 ? 8 : 4, at: 4, in: box)
        guard time == duration else {
            throw file.refusal(.corrupt, "its fragment after frame \(sizes.count) begins at \(time), not \(duration)")
        }
    }

    /// - Returns: where a run without an offset would follow.
    private mutating func addRun(
        _ run: Range<Int>, from base: Int, _ defaults: Defaults, _ start: Int, _ boxes: inout MP4Boxes
    ) throws -> Int {
        let flags = try boxes.number(3, at: 1, in: run)
        let count = try boxes.number(4, at: 4, in: run)
        var (offset, position) = (8, base)
        if flags & 0x01 != 0 {
            position = start + Int(Int32(truncatingIfNeeded: try boxes.number(4, at: offset, in: run)))
            offset += 4
        }
        if flags & 0x04 != 0 { offset += 4 }
        let fields = [0x100, 0x200, 0x400, 0x800].filter { flags & $0 != 0 }
        guard fields.count > 0 || count <= Self.mostFrames else {
            throw file.refusal(.limitExceeded, "it has \(count) frames")
        }
        let entries = try boxes.table(count * fields.count, at: offset, in: run)
        func values(_ field: Int, _ standard: Int?) throws -> [UInt32] {
            if let column = fields.firstIndex(of: field) {
                return (0..<count).map { entries[$0 * fields.count + column] }
            }
            guard let standard, let value = UInt32(exactly: standard) else {
                throw file.refusal(.corrupt, "a fragment does not describe its frames")
            }
            return [UInt32](repeating: value, count: count)
        }
        let sizes = try values(0x200, defaults.size)
        try append(sizes: sizes, at: position)
        for ticks in try values(0x100, defaults.ticks) { try append(ticks: Int(ticks), for: 1) }
        return position + sizes.reduce(0) { $0 + Int($1) }
    }
}
