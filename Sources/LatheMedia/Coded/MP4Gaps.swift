/// Which samples of an MP4 track are the programme: what iTunes, the edit list and the durations say of priming and end.
struct MP4Gaps {
    private(set) var primingSamples = 0
    private(set) var sampleCount = 0
    private(set) var notes: [String] = []

    init(movie: MP4Movie, track: MP4Track, table: SampleTable, _ boxes: inout MP4Boxes) throws {
        let file = boxes.file
        let total = try Self.samples(in: table, track, file)
        let edit = try Self.edit(of: track, &boxes)
        let tag = try MP4Tags(movie, &boxes).gaps
        if let tag, tag.priming + tag.samples > total {
            let stated = tag.priming + tag.samples
            notes = ["its tag iTunSMPB speaks of \(stated) samples, there are \(total): it is ignored"]
        }
        if let tag, notes.isEmpty {
            (primingSamples, sampleCount) = tag
        } else if let edit {
            primingSamples = Self.convert(edit.start, track.timeScale, track.sampleRate)
            guard primingSamples < total else { throw file.refusal(.corrupt, "its edit list begins behind the audio") }
            // Edit lists are often written in milliseconds: what may be a rounded whole is the whole.
            let whole = total - primingSamples
            let stated = Self.convert(edit.duration, movie.timeScale, track.sampleRate)
            let tick = track.sampleRate / movie.timeScale + 1
            sampleCount = edit.duration == 0 || stated > whole - tick ? whole : stated
        } else {
            sampleCount = total
            if case .aac = track.coding { notes += ["the file does not say how many samples of priming it has"] }
        }
        guard sampleCount > 0 else { throw file.refusal(.truncated, "it holds no audio") }
    }

    /// Samples in all frames, of which the last may count fewer than it has.
    private static func samples(in table: SampleTable, _ track: MP4Track, _ file: MasterFile) throws -> Int {
        let total = convert(table.duration, track.timeScale, track.sampleRate)
        guard case .aac = track.coding else {
            guard track.timeScale == track.sampleRate, !table.durations.contains(where: { $0.ticks == 0 }) else {
                throw file.refusal(.unsupported, "its time scale is \(track.timeScale), not its sample rate")
            }
            return total
        }
        let whole = table.sizes.count * 1024
        // A coarse time scale rounds.
        let slack = track.timeScale == track.sampleRate ? 0 : track.sampleRate / track.timeScale + 1
        guard total <= whole + slack, total + 1024 > whole - slack else {
            throw file.refusal(.corrupt, "its \(table.sizes.count) frames last \(total) samples, not 1024 each")
        }
        return min(total, whole)
    }

    /// The only edit, in ticks: media from `start` on, in the track's scale; for `duration`, in the movie's. A duration
    /// of 0 means all (ISO/IEC 14496-12 §8.6.6).
    private static func edit(of track: MP4Track, _ boxes: inout MP4Boxes) throws -> (start: Int, duration: Int)? {
        guard let list = try boxes.box("edts", "elst", in: track.contents) else { return nil }
        let count = try boxes.number(4, at: 4, in: list)
        guard count > 0 else { return nil }
        guard count == 1 else { throw boxes.file.refusal(.unsupported, "its edit list has \(count) parts, not one") }
        let size = try boxes.number(1, at: 0, in: list) == 1 ? 8 : 4
        let duration = try boxes.number(size, at: 8, in: list)
        let bytes = try boxes.bytes(list, atMost: 8 + 2 * size).dropFirst(8 + size)
        let isEmpty = bytes.count == size && bytes.allSatisfy { $0 == 0xFF }
        guard !isEmpty else { throw boxes.file.refusal(.unsupported, "its edit list begins with silence") }
        return (try boxes.number(size, at: 8 + size, in: list), duration)
    }

    /// Ticks of one scale as those of another, rounded; saturating, as ticks may be anything.
    private static func convert(_ ticks: Int, _ from: Int, _ to: Int) -> Int {
        guard from != to else { return min(ticks, 1 << 60) }
        return Int(min(0x1p60, (Double(ticks) * Double(to) / Double(from)).rounded()))
    }
}
