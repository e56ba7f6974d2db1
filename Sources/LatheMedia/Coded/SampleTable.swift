/// Where the frames of an MP4 track lie and how long they last: what `stbl` or the fragments say.
struct SampleTable {
    /// Of each frame in bytes.
    private(set) var sizes: [UInt32] = []
    /// Frames that lie one after the other.
    private(set) var runs: [(offset: Int, count: Int)] = []
    /// Durations in the track's time scale, for so many frames each.
    private(set) var durations: [(count: Int, ticks: Int)] = []
    /// Sum of all durations.
    private(set) var duration = 0
    /// Sum of all sizes.
    private(set) var byteCount = 0

    // Six hours of AAC at 96 kHz have two million.
    static let mostFrames = 4_000_000

    let file: MasterFile

    init(_ file: MasterFile) { self.file = file }

    /// Adds frames that lie one after the other.
    mutating func append(sizes new: some Collection<UInt32>, at offset: Int) throws {
        guard sizes.count + new.count <= Self.mostFrames else {
            throw file.refusal(.limitExceeded, "it has more than \(Self.mostFrames) frames")
        }
        let bytes = new.reduce(0) { $0 + Int($1) }
        guard offset >= 0, !new.contains(0) else { throw file.refusal(.corrupt, "it has a frame without bytes") }
        guard bytes <= file.byteCount, offset <= file.byteCount - bytes else {
            throw file.refusal(.truncated, "it ends before its frame \(sizes.count + new.count)")
        }
        sizes.append(contentsOf: new)
        runs.append((offset, new.count))
        byteCount += bytes
    }

    /// Says how long the next frames last.
    mutating func append(ticks: Int, for count: Int) throws {
        let (sum, overflow) = ticks.multipliedReportingOverflow(by: count)
        guard !overflow, sum < 1 << 60, duration < 1 << 60 else {
            throw file.refusal(.corrupt, "its frames last beyond all bounds")
        }
        duration += sum
        if let last = durations.last, last.ticks == ticks {
            durations[durations.count - 1].count += count
        } else if count > 0 {
            durations.append((count, ticks))
        }
    }
}

extension SampleTable {
    /// Reads `stbl`: `stsz`, `stsc`, `stco` or `co64`, `stts` (ISO/IEC 14496-12 §8.6.1.2, §8.7.3-5).
    init(_ table: Range<Int>, _ boxes: inout MP4Boxes) throws {
        self.init(boxes.file)
        let children = try boxes.boxes(in: table)
        func box(_ type: String) throws -> Range<Int> {
            guard let box = children.first(where: { $0.type == type }) else {
                throw file.refusal(.corrupt, "it has no table \"\(type)\"")
            }
            return box.contents
        }
        let sizes = try Self.sizes(box("stsz"), &boxes)
        let offsets =
            try children.first { $0.type == "co64" }.map { try Self.longOffsets($0.contents, &boxes) }
            ?? Self.offsets(box("stco"), &boxes)
        try place(sizes, offsets, box("stsc"), &boxes)
        try time(box("stts"), &boxes)
    }

    private static func sizes(_ box: Range<Int>, _ boxes: inout MP4Boxes) throws -> [UInt32] {
        let (uniform, count) = (try boxes.number(4, at: 4, in: box), try boxes.number(4, at: 8, in: box))
        guard count <= mostFrames else { throw boxes.file.refusal(.limitExceeded, "it has \(count) frames") }
        return uniform == 0
            ? try boxes.table(count, at: 12, in: box) : [UInt32](repeating: UInt32(uniform), count: count)
    }

    private static func offsets(_ box: Range<Int>, _ boxes: inout MP4Boxes) throws -> [Int] {
        try boxes.table(boxes.number(4, at: 4, in: box), at: 8, in: box).map { Int($0) }
    }

    private static func longOffsets(_ box: Range<Int>, _ boxes: inout MP4Boxes) throws -> [Int] {
        let count = try boxes.number(4, at: 4, in: box)
        let halves = try boxes.table(2 * count, at: 8, in: box)
        return try (0..<count).map { index in
            guard halves[2 * index] < 1 << 31 else {
                throw boxes.file.refusal(.corrupt, "a chunk lies beyond all bounds")
            }
            return Int(halves[2 * index]) << 32 | Int(halves[2 * index + 1])
        }
    }

    /// Shares the frames out among the chunks.
    private mutating func place(
        _ sizes: [UInt32], _ offsets: [Int], _ box: Range<Int>, _ boxes: inout MP4Boxes
    ) throws {
        let count = try boxes.number(4, at: 4, in: box)
        guard count <= offsets.count else {
            throw file.refusal(.corrupt, "its table \"stsc\" has more entries than chunks")
        }
        let entries = try boxes.table(3 * count, at: 8, in: box)
        var (first, entry, perChunk) = (0, 0, 0)
        for (chunk, offset) in offsets.enumerated() {
            if entry < count, Int(entries[3 * entry]) == chunk + 1 {
                perChunk = Int(entries[3 * entry + 1])
                entry += 1
            }
            guard perChunk > 0, perChunk <= sizes.count - first else {
                throw file.refusal(.corrupt, "its chunks do not hold its \(sizes.count) frames")
            }
            try append(sizes: sizes[first..<first + perChunk], at: offset)
            first += perChunk
        }
        guard first == sizes.count else {
            throw file.refusal(.corrupt, "its chunks hold \(first) of \(sizes.count) frames")
        }
    }

    private mutating func time(_ box: Range<Int>, _ boxes: inout MP4Boxes) throws {
        let entries = try boxes.table(2 * boxes.number(4, at: 4, in: box), at: 8, in: box)
        var timed = 0
        for index in stride(from: 0, to: entries.count, by: 2) {
            try append(ticks: Int(entries[index + 1]), for: Int(entries[index]))
            timed += Int(entries[index])
        }
        guard timed == sizes.count else { throw file.refusal(.corrupt, "it times \(timed) of \(sizes.count) frames") }
    }
}
