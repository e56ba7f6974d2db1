/// Reads a CMAF media segment, or a part of a fragmented file: `styp`, `sidx`, then pairs of `moof` and `mdat`
/// (ISO/IEC 23000-19 §7.3.2-3).
struct MediaSegmentReader {
    let file: String
    let header: TrackHeader
    private(set) var facts = SegmentFacts()
    private var index: SegmentIndex?
    /// Behind the segment.
    private var end = 0
    private var fragment: MovieFragment?
    /// Samples that may still be counted.
    private var budget = Limits.parts

    static func read(
        _ bytes: [UInt8], range: Range<Int>, header: TrackHeader, file: String, _ findings: inout Findings
    ) -> SegmentFacts {
        var reader = MediaSegmentReader(file: file, header: header)
        reader.run(ByteReader(bytes, in: range), range, &findings)
        return reader.facts
    }

    private init(file: String, header: TrackHeader) {
        self.file = file
        self.header = header
    }

    private func place(_ offset: Int) -> Finding.Place { .init(file, offset: offset) }

    private mutating func run(_ bytes: ByteReader, _ range: Range<Int>, _ findings: inout Findings) {
        facts.offset = range.lowerBound
        end = range.upperBound
        let damageCount = findings.damageCount
        var used = range.lowerBound
        for box in Box.boxes(in: bytes, file: file, &findings) {
            if box.type != "free", box.type != "skip" { used = box.end }
            switch box.type {
            case "sidx": takeIndex(box, &findings)
            case "moof": takeFragment(box, &findings)
            case "mdat": takeData(box, &findings)
            case "moov", "ftyp":
                findings.add(.bmffSegmentStructure, at: place(box.offset), "'\(box.type)' lies in a media segment")
            default: break
            }
        }
        // Padding between segments of one file is counted by its index, but no player of HLS asks for it.
        facts.byteCount = used - range.lowerBound
        guard findings.damageCount == damageCount else { return }
        if let fragment {
            findings.add(.bmffSegmentStructure, at: place(fragment.offset), "no 'mdat' follows this 'moof'")
        } else if facts.start == nil, facts.frameCount == 0 {
            findings.add(.bmffBoxMissing, at: place(range.lowerBound), "there is no 'moof'")
        }
        checkIndex(&findings)
    }

    private mutating func takeIndex(_ box: Box, _ findings: inout Findings) {
        guard let found = SegmentIndex(box) else {
            return findings.add(.bmffBoxMalformed, at: place(box.offset), "'sidx' is cut off")
        }
        guard index == nil else { return }
        index = found
    }

    private mutating func takeFragment(_ box: Box, _ findings: inout Findings) {
        if let fragment {
            findings.add(.bmffSegmentStructure, at: place(fragment.offset), "no 'mdat' follows this 'moof'")
        }
        fragment = MovieFragment(box, header: header, budget: budget, file: file, &findings)
        guard let fragment else { return }
        budget -= fragment.runs.reduce(1) { $0 + $1.samples.count }
        if facts.sequenceNumber == nil { facts.sequenceNumber = fragment.sequenceNumber }
        if let expected = facts.end, let start = fragment.decodeTime, start != expected {
            findings.add(
                .timelineBroken, at: place(box.offset),
                "the fragment begins at \(start), the one before it ends at \(expected)")
        }
        if facts.start == nil { facts.start = fragment.decodeTime }
    }

    private mutating func takeData(_ box: Box, _ findings: inout Findings) {
        guard let fragment else {
            if box.contents.remaining > 0 {
                findings.add(.bmffSegmentStructure, at: place(box.offset), "no 'moof' precedes this 'mdat'")
            }
            return
        }
        self.fragment = nil
        guard !fragment.runs.isEmpty else { return }
        var position = box.contents.offset
        for run in fragment.runs {
            position = fragment.offset + (run.dataOffset ?? (position - fragment.offset))
            if position < box.contents.offset || position > box.end {
                let message = "the samples of 'trun' begin at byte \(position), outside 'mdat'"
                return findings.add(.bmffDataOffset, at: place(fragment.offset), message)
            }
            for sample in run.samples {
                guard sample.byteCount <= box.end - position else {
                    let message = "the samples of 'trun' need more bytes than 'mdat' has"
                    return findings.add(.bmffSampleSizes, at: place(position), message)
                }
                check(sample, box.contents.bytes[position..<position + sample.byteCount], &findings)
                position += sample.byteCount
                facts.frameCount += 1
                facts.duration = min(Limits.number, facts.duration + sample.duration)
            }
        }
        if position != box.end {
            let message = "'mdat' has \(box.end - position) bytes that no sample needs"
            findings.add(.bmffSampleSizes, at: place(position), message)
        }
    }

    private mutating func check(
        _ sample: MovieFragment.Sample, _ bytes: ArraySlice<UInt8>, _ findings: inout Findings
    ) {
        if !sample.isSync {
            findings.add(.segmentNotIndependent, at: place(bytes.startIndex), "a frame is marked as no sync sample")
        }
        if let length = header.frameLength, header.timescale == header.sampleRate, sample.duration < length {
            facts.shortFrames += 1
        }
        switch header.coding {
        case .aac(let config) where !config.accepts(frame: bytes):
            findings.add(.frameMalformed, at: place(bytes.startIndex), "this is no frame of \(config.codecs)")
        case .flac where !(bytes.first == 0xFF && (bytes.dropFirst().first ?? 0) & 0xFE == 0xF8):
            findings.add(.frameMalformed, at: place(bytes.startIndex), "this is no frame of FLAC")
        case .opus where bytes.isEmpty:
            findings.add(.frameMalformed, at: place(bytes.startIndex), "this is no packet of Opus")
        default: break
        }
    }

    /// A segment's own index speaks of presentation time (ISO/IEC 14496-12 §8.16.3).
    private mutating func checkIndex(_ findings: inout Findings) {
        guard let index, let start = facts.start else { return }
        facts.index = .init(
            start: index.start, duration: index.references.reduce(0) { $0 + $1.duration }, timescale: index.timescale,
            offset: index.offset)
        let indexed = index.references.reduce(index.anchor) { $0 + $1.byteCount }
        if indexed != end {
            let message = "'sidx' refers to bytes up to \(indexed), not up to \(end)"
            findings.add(.bmffIndexWrong, at: place(index.offset), message)
        }
        guard index.timescale == header.timescale else { return }
        let presented = max(0, start - header.presentationStart)
        let end = max(presented, start + facts.duration - header.presentationStart)
        let place = place(index.offset)
        if index.start != presented {
            findings.add(.bmffIndexTime, at: place, "'sidx' begins at \(index.start), the segment at \(presented)")
        } else if let stated = facts.index?.duration, stated != end - presented {
            findings.add(.bmffIndexTime, at: place, "'sidx' lasts \(stated), the segment \(end - presented)")
        }
    }
}
