/// AAC or FLAC in MP4, with a sample table or in fragments (ISO/IEC 14496-12, -14).
final class M4AReader: CodedInput {
    let file: MasterFile
    let facts: CodedFacts
    private let table: SampleTable
    private let window: FrameWindow
    /// Ticks of the track's time scale are its samples, as frames of FLAC need.
    private let framesAreTimed: Bool

    /// Reads everything that describes the frames. Throws `MediaError`: `unsupported`, `truncated`, `corrupt`,
    /// `limitExceeded`, `io`.
    init(_ file: MasterFile, _ limits: MasterLimits) throws {
        var boxes = MP4Boxes(file)
        let movie = try MP4Movie(&boxes)
        let track = try MP4Track(movie, &boxes, limits)
        let table =
            try movie.extends.map {
                try SampleTable(fragments: movie.fragments, extends: $0, trackID: track.id, &boxes)
            } ?? SampleTable(track.sampleTable, &boxes)
        let gaps = try MP4Gaps(movie: movie, track: track, table: table, &boxes)
        let (sampleRate, frameLength): (Int, Int)
        switch track.coding {
        case .flac: (sampleRate, frameLength) = (track.sampleRate, table.durations.map(\.ticks).max() ?? 0)
        default: (sampleRate, frameLength) = (track.sampleRate, 1024)
        }
        guard gaps.sampleCount <= limits.sampleCount(atRate: sampleRate) else {
            throw file.refusal(.limitExceeded, "it lasts longer than the limit of \(limits.duration) seconds")
        }
        self.file = file
        self.table = table
        window = FrameWindow(file)
        if case .flac = track.coding { framesAreTimed = true } else { framesAreTimed = false }
        facts = CodedFacts(
            container: "mp4", coding: track.coding, sampleRate: sampleRate, channelCount: track.channelCount,
            frameLength: frameLength, primingSamples: gaps.primingSamples, sampleCount: gaps.sampleCount,
            codedBytes: table.byteCount, integrity: .length, tags: try MP4Tags(movie, &boxes).tags, notes: gaps.notes)
    }

    func forEachFrame(_ body: (CodedFrame) throws -> Void) throws {
        let end = facts.primingSamples + facts.sampleCount
        var (frame, time) = (0, 0)
        var (timing, timed) = (0, 0)
        for run in table.runs {
            var position = run.offset
            for _ in 0..<run.count where time < end {
                let size = Int(table.sizes[frame])
                let bytes = try window.bytes(size, at: position)
                guard bytes.count == size else { throw file.refusal(.truncated, "it ends at sample \(time)") }
                if timed == table.durations[timing].count { (timing, timed) = (timing + 1, 0) }
                let samples = framesAreTimed ? table.durations[timing].ticks : facts.frameLength
                try body(CodedFrame(bytes: bytes, sampleCount: samples))
                (frame, timed, position, time) = (frame + 1, timed + 1, position + size, time + samples)
            }
        }
        try file.checkUnchanged()
    }
}

/// The top of an MP4 file.
struct MP4Movie {
    /// The contents of `moov`.
    let header: Range<Int>
    /// The contents of `mvex`; nil where a table has all frames.
    let extends: Range<Int>?
    /// Every `moof`: where it begins, and its contents.
    let fragments: [(start: Int, contents: Range<Int>)]
    /// Ticks per second of edit lists.
    let timeScale: Int

    init(_ boxes: inout MP4Boxes) throws {
        let file = boxes.file
        var (position, movie): (Int, Range<Int>?) = (0, nil)
        var fragments: [(Int, Range<Int>)] = []
        while let box = try boxes.next(in: position..<file.byteCount) {
            if box.type == "moov", movie == nil { movie = box.contents }
            if box.type == "moof" { fragments.append((position, box.contents)) }
            position = box.contents.upperBound
        }
        guard let movie else { throw file.refusal(.truncated, "it has no \"moov\" box, which describes the audio") }
        guard let header = try boxes.box("mvhd", in: movie) else {
            throw file.refusal(.corrupt, "its movie has no header")
        }
        let isLong = try boxes.number(1, at: 0, in: header) == 1
        self.header = movie
        self.fragments = fragments
        extends = try boxes.box("mvex", in: movie)
        timeScale = try boxes.number(4, at: isLong ? 20 : 12, in: header)
    }
}
