/// A `moof` with its one track (ISO/IEC 14496-12 §8.8.4-8).
struct MovieFragment {
    struct Sample {
        let byteCount: Int
        let duration: Int
        let isSync: Bool
    }

    /// A `trun`.
    struct Run {
        /// From the `moof`; nil: behind the run before it.
        let dataOffset: Int?
        let samples: [Sample]
    }

    /// Where the `moof` begins.
    let offset: Int
    private(set) var sequenceNumber: Int?
    private(set) var decodeTime: Int?
    private(set) var runs: [Run] = []

    private var defaults: TrackHeader.FragmentDefaults

    /// Samples that may still be counted.
    private var budget: Int

    /// - Parameter budget: samples that may be counted at most.
    init(_ box: Box, header: TrackHeader, budget: Int, file: String, _ findings: inout Findings) {
        offset = box.offset
        self.budget = budget
        defaults = header.fragmentDefaults
        let place = Finding.Place(file, offset: box.offset)
        let children = box.children(file: file, &findings)
        if let header = children.first("mfhd") {
            var rest = header.full?.rest
            sequenceNumber = rest?.count(4)
        } else {
            findings.add(.bmffBoxMissing, at: place, "there is no 'mfhd'")
        }
        let tracks = children.filter { $0.type == "traf" }
        if tracks.count != 1 {
            findings.add(.bmffTrackCount, at: place, "the fragment has \(tracks.count) tracks")
        }
        guard let track = tracks.first else { return }
        takeTrack(track, header, file, &findings)
    }

    private mutating func takeTrack(
        _ track: Box, _ header: TrackHeader, _ file: String, _ findings: inout Findings
    ) {
        let children = track.children(file: file, &findings)
        let place = Finding.Place(file, offset: track.offset)
        if let fragmentHeader = children.first("tfhd") {
            takeHeader(fragmentHeader, header, file, &findings)
        } else {
            findings.add(.bmffBoxMissing, at: place, "there is no 'tfhd'")
        }
        if let time = children.first("tfdt"), var full = time.full {
            decodeTime = full.rest.count(full.width)
            if decodeTime == nil {
                findings.add(
                    .bmffBoxMalformed, at: .init(file, offset: time.offset), "'tfdt' is cut off or not to be believed")
            }
        } else {
            findings.add(.bmffBoxMissing, at: place, "there is no 'tfdt'")
        }
        for box in children where box.type == "trun" {
            guard let run = run(box) else {
                findings.add(.bmffBoxMalformed, at: .init(file, offset: box.offset), "'trun' is cut off")
                continue
            }
            budget -= run.samples.count
            runs.append(run)
        }
        if runs.isEmpty { findings.add(.bmffBoxMissing, at: place, "there is no 'trun'") }
        checkRoll(children, header, place, &findings)
    }

    private mutating func takeHeader(
        _ box: Box, _ header: TrackHeader, _ file: String, _ findings: inout Findings
    ) {
        let place = Finding.Place(file, offset: box.offset)
        guard let full = box.full else { return }
        let flags = full.flags
        var rest = full.rest
        guard let id = rest.count(4) else {
            return findings.add(.bmffBoxMalformed, at: place, "'tfhd' is cut off")
        }
        if id != header.fragmentDefaults.trackID {
            let message = "the fragment is of track \(id), the init segment of track \(header.fragmentDefaults.trackID)"
            findings.add(.bmffTrackMismatch, at: place, message)
        }
        if flags & 0x02_0000 == 0 || flags & 1 != 0 {
            findings.add(.bmffBaseIsNotMoof, at: place, "samples are not addressed relative to their 'moof'")
        }
        if flags & 0x01 != 0 { _ = rest.skip(8) }
        if flags & 0x02 != 0 { _ = rest.skip(4) }
        if flags & 0x08 != 0 { defaults.duration = rest.count(4) ?? 0 }
        if flags & 0x10 != 0 { defaults.size = rest.count(4) ?? 0 }
        if flags & 0x20 != 0 { defaults.flags = rest.count(4) ?? 0 }
    }

    /// - Returns: nil where the box is cut off, or counts more samples than anybody believes.
    private func run(_ box: Box) -> Run? {
        guard let full = box.full else { return nil }
        let flags = full.flags
        var rest = full.rest
        guard let count = rest.count(4) else { return nil }
        var dataOffset: Int?
        if flags & 0x01 != 0 {
            guard let raw = rest.integer(4) else { return nil }
            dataOffset = Int(Int32(truncatingIfNeeded: raw))
        }
        var firstFlags: Int?
        if flags & 0x04 != 0 { firstFlags = rest.integer(4) }
        let fields = [0x100, 0x200, 0x400, 0x800].filter { flags & $0 != 0 }.count
        guard fields > 0 ? count <= rest.remaining / (4 * fields) : count <= budget else { return nil }
        guard count <= budget else { return nil }
        var samples: [Sample] = []
        samples.reserveCapacity(count)
        for index in 0..<count {
            let duration = flags & 0x100 != 0 ? rest.count(4) : defaults.duration
            let size = flags & 0x200 != 0 ? rest.count(4) : defaults.size
            let own = flags & 0x400 != 0 ? rest.integer(4) : index == 0 ? firstFlags ?? defaults.flags : defaults.flags
            if flags & 0x800 != 0 { _ = rest.skip(4) }
            guard let duration, let size, let own else { return nil }
            samples.append(Sample(byteCount: size, duration: duration, isSync: own & 0x1_0000 == 0))
        }
        return Run(dataOffset: dataOffset, samples: samples)
    }

    /// Frames of AAC decode right only after the one before them: CMAF wants that said
    /// (ISO/IEC 14496-12 §10.1; ISO/IEC 23000-19 §10.2).
    private func checkRoll(
        _ children: [Box], _ header: TrackHeader, _ place: Finding.Place, _ findings: inout Findings
    ) {
        guard header.fragmentDefaults.hasRollGroup else { return }
        let count = runs.reduce(0) { $0 + $1.samples.count }
        for box in children where box.type == "sbgp" {
            guard var rest = box.full?.rest, rest.text(4) == "roll", let entries = rest.count(4) else { continue }
            var members = 0
            for _ in 0..<min(entries, count) { members += rest.count(4) ?? 0; _ = rest.skip(4) }
            guard members == count else {
                return findings.add(.bmffRollGroup, at: place, "'sbgp' counts \(members) samples, there are \(count)")
            }
            return
        }
        findings.add(.bmffRollGroup, at: place, "no 'sbgp' refers to the roll group of the init segment")
    }
}
