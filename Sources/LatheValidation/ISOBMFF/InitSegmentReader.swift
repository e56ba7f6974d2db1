/// Reads a CMAF header, or the head of a fragmented MP4: `ftyp` and `moov` (ISO/IEC 23000-19 §7.3.1).
struct InitSegmentReader {
    let file: String
    private var trackID = 1
    private var timescale = 0
    private var movieTimescale = 0
    private var edit: (start: Int, isPresent: Bool) = (0, false)
    /// What empty edits delay the presentation by, in movie time.
    private var emptyEdit = 0
    private var declared: Int?
    private var entry: SampleEntry?
    private var defaults = TrackHeader.FragmentDefaults()
    private var hasTrackExtends = false

    /// - Returns: nil, with findings, where there is no track of sound to be found.
    static func read(_ bytes: [UInt8], range: Range<Int>, file: String, _ findings: inout Findings) -> TrackHeader? {
        var reader = InitSegmentReader(file: file)
        let boxes = Box.boxes(in: ByteReader(bytes, in: range), file: file, &findings)
        return reader.header(boxes, start: range.lowerBound, &findings)
    }

    private init(file: String) {
        self.file = file
    }

    private func place(_ box: Box) -> Finding.Place { .init(file, offset: box.offset) }

    private mutating func header(_ boxes: [Box], start: Int, _ findings: inout Findings) -> TrackHeader? {
        let whole = Finding.Place(file, offset: start)
        if let type = boxes.first("ftyp") {
            checkBrands(type, &findings)
        } else {
            missing("ftyp", at: whole, &findings)
        }
        guard let movie = boxes.first("moov") else {
            missing("moov", at: whole, &findings)
            return nil
        }
        takeMovie(movie, &findings)
        guard let entry, timescale > 0 else { return nil }
        var header = TrackHeader(
            container: .isoBMFF, coding: entry.coding, codecs: entry.codecs, sampleRate: entry.sampleRate,
            channelCount: entry.channelCount, timescale: timescale)
        header.presentationStart = edit.start - mediaTicks(emptyEdit)
        header.hasEditList = edit.isPresent
        header.frameLength = entry.frameLength
        header.fragmentDefaults = defaults
        header.place = place(movie)
        if let declared, movieTimescale > 0 { header.declaredDuration = Double(declared) / Double(movieTimescale) }
        return header
    }

    /// Movie time in ticks of the media.
    private func mediaTicks(_ time: Int) -> Int {
        guard movieTimescale > 0 else { return 0 }
        let ticks = Double(time) / Double(movieTimescale) * Double(timescale)
        return ticks < Double(Limits.number) ? Int(ticks.rounded()) : 0
    }

    private func missing(_ type: String, at place: Finding.Place, _ findings: inout Findings) {
        findings.add(.bmffBoxMissing, at: place, "there is no '\(type)'")
    }

    /// CMAF headers say `cmfc` or `cmf2` (ISO/IEC 23000-19 §7.2); older fragmented files at least a brand with `moof`.
    private func checkBrands(_ box: Box, _ findings: inout Findings) {
        var reader = box.contents
        var brands = [reader.text(4)].compactMap(\.self)
        _ = reader.skip(4)
        while brands.count < 64, let brand = reader.text(4) { brands.append(brand) }
        if !brands.contains("cmfc"), !brands.contains("cmf2") {
            let list = brands.joined(separator: " ")
            findings.add(.bmffBrandMissing, at: place(box), "no brand of CMAF is among \(list)")
        }
    }

    private mutating func takeMovie(_ movie: Box, _ findings: inout Findings) {
        let children = movie.children(file: file, &findings)
        if let header = children.first("mvhd") {
            movieTimescale = Self.timescale(header) ?? 0
        } else {
            missing("mvhd", at: place(movie), &findings)
        }
        let tracks = children.filter { $0.type == "trak" }
        guard let track = tracks.first else { return missing("trak", at: place(movie), &findings) }
        if tracks.count > 1 {
            findings.add(.bmffTrackCount, at: place(tracks[1]), "there are \(tracks.count) tracks")
        }
        takeTrack(track, &findings)
        guard let extends = children.first("mvex") else { return missing("mvex", at: place(movie), &findings) }
        takeExtends(extends, &findings)
    }

    /// `mvhd` and `mdhd` (ISO/IEC 14496-12 §8.2.2, §8.4.2).
    private static func timescale(_ box: Box) -> Int? {
        guard var full = box.full, full.rest.skip(2 * full.width) else { return nil }
        return full.rest.count(4)
    }

    private mutating func takeTrack(_ track: Box, _ findings: inout Findings) {
        let children = track.children(file: file, &findings)
        if let header = children.first("tkhd") {
            if var full = header.full, full.rest.skip(2 * full.width), let id = full.rest.count(4) {
                trackID = id
            }
            if trackID == 0 { findings.add(.bmffBoxMalformed, at: place(header), "track_ID is 0") }
        } else {
            missing("tkhd", at: place(track), &findings)
        }
        defaults.trackID = trackID
        if let edits = children.first("edts")?.children(file: file, &findings).first("elst") {
            takeEditList(edits, &findings)
        }
        guard let media = children.first("mdia") else { return missing("mdia", at: place(track), &findings) }
        takeMedia(media, &findings)
    }

    /// Empty edits delay, the first other edit says where the presentation begins (ISO/IEC 14496-12 §8.6.6).
    private mutating func takeEditList(_ box: Box, _ findings: inout Findings) {
        guard var full = box.full, let count = full.rest.count(4) else {
            return findings.add(.bmffBoxMalformed, at: place(box), "'elst' is cut off")
        }
        var isDone = false
        for _ in 0..<min(count, 1024) {
            guard let duration = full.rest.count(full.width), let time = full.rest.take(full.width), full.rest.skip(4)
            else {
                return findings.add(.bmffBoxMalformed, at: place(box), "'elst' is cut off")
            }
            if isDone {
                let message = "there is a second edit: fragments have one"
                return findings.add(.bmffEditListInvalid, at: place(box), message)
            }
            if time.allSatisfy({ $0 == 0xFF }) {
                emptyEdit = min(Limits.number, emptyEdit + duration)
                continue
            }
            let start = time.reduce(0) { $0 << 8 | UInt64($1) }
            guard start <= UInt64(Limits.number) else {
                return findings.add(.bmffEditListInvalid, at: place(box), "media_time is not to be believed")
            }
            edit = (Int(start), true)
            isDone = true
            if duration > 0, declared == nil, movieTimescale > 0 { declared = duration }
        }
    }

    private mutating func takeMedia(_ media: Box, _ findings: inout Findings) {
        let children = media.children(file: file, &findings)
        if let header = children.first("mdhd") {
            timescale = Self.timescale(header) ?? 0
            if timescale == 0 { findings.add(.bmffBoxMalformed, at: place(header), "the timescale is 0") }
        } else {
            missing("mdhd", at: place(media), &findings)
        }
        if let handler = children.first("hdlr") {
            var reader = handler.contents
            if !reader.skip(8) || reader.text(4) != "soun" {
                findings.add(.bmffTrackCount, at: place(handler), "the track is not of sound")
            }
        } else {
            missing("hdlr", at: place(media), &findings)
        }
        let information = children.first("minf")?.children(file: file, &findings) ?? []
        guard let table = information.first("stbl") else { return missing("stbl", at: place(media), &findings) }
        if information.first("smhd") == nil { missing("smhd", at: place(media), &findings) }
        if information.first("dinf") == nil { missing("dinf", at: place(media), &findings) }
        takeSampleTable(table, &findings)
    }

    private mutating func takeSampleTable(_ table: Box, _ findings: inout Findings) {
        let children = table.children(file: file, &findings)
        for type in ["stts", "stsc", "stsz", "stco"] {
            guard let box = children.first(type) else {
                missing(type, at: place(table), &findings)
                continue
            }
            guard var rest = box.full?.rest else { continue }
            if type == "stsz" { _ = rest.skip(4) }
            if rest.count(4) != 0 {
                findings.add(.bmffSamplesInInit, at: place(box), "'\(type)' is not empty: samples belong in fragments")
            }
        }
        defaults.hasRollGroup = children.contains { box in
            guard box.type == "sgpd", var rest = box.full?.rest else { return false }
            return rest.text(4) == "roll"
        }
        guard let descriptions = children.first("stsd") else { return missing("stsd", at: place(table), &findings) }
        let entries = descriptions.children(file: file, skipping: 8, &findings)
        guard let first = entries.first else { return missing("a sample entry", at: place(descriptions), &findings) }
        entry = SampleEntry(first, file: file, &findings)
    }

    private mutating func takeExtends(_ extends: Box, _ findings: inout Findings) {
        for box in extends.children(file: file, &findings) {
            guard var full = box.full else { continue }
            if box.type == "mehd" {
                declared = full.rest.count(full.width)
            } else if box.type == "trex", full.rest.count(4) == trackID {
                hasTrackExtends = true
                _ = full.rest.skip(4)
                defaults.duration = full.rest.count(4) ?? 0
                defaults.size = full.rest.count(4) ?? 0
                defaults.flags = full.rest.count(4) ?? 0
            }
        }
        if !hasTrackExtends { missing("trex", at: place(extends), &findings) }
    }
}
