/// Reads the index of a single-file Representation: a global `sidx`, or Cues (ISO/IEC 23009-1 §5.3.9.2, §6.3.4).
struct IndexReader {
    let index: DASHManifest.Index
    /// Of the presentation in seconds.
    let duration: Double?

    /// Adds the segments that the index names.
    func fill(_ claim: inout TrackClaim, _ library: inout MediaLibrary, _ findings: inout Findings) {
        guard let bytes = library.file(index.path, at: index.place, &findings) else { return }
        guard index.range.upperBound <= bytes.count else {
            let message = "@indexRange ends at \(index.range.upperBound), the file at \(bytes.count)"
            return findings.add(.byteRangeOutside, at: index.place, message)
        }
        if bytes.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) {
            fillFromCues(bytes, &claim, &library, &findings)
        } else {
            fillFromIndex(bytes, &claim, &findings)
        }
    }

    private func fillFromIndex(_ bytes: [UInt8], _ claim: inout TrackClaim, _ findings: inout Findings) {
        let boxes = Box.boxes(in: ByteReader(bytes, in: index.range), file: index.path, &findings)
        guard boxes.count == 1, let box = boxes.first, let found = SegmentIndex(box) else {
            return findings.add(.dashIndexWrong, at: index.place, "@indexRange does not hold one whole 'sidx'")
        }
        let place = Finding.Place(index.path, offset: found.offset)
        var position = found.anchor
        var time = found.start
        for reference in found.references {
            guard reference.isMedia else {
                return findings.add(.contentNotChecked, at: place, "the index refers to further indices")
            }
            let range = position..<position + reference.byteCount
            guard range.upperBound <= bytes.count else {
                let message = "'sidx' refers to bytes up to \(range.upperBound), the file has \(bytes.count)"
                return findings.add(.bmffIndexWrong, at: place, message)
            }
            claim.segments.append(
                .init(
                    location: Location(path: index.path, range: range), place: place,
                    duration: Double(reference.duration) / Double(found.timescale),
                    start: Double(time) / Double(found.timescale) - claim.timeOffset))
            position = range.upperBound
            time += reference.duration
        }
        if position < bytes.count, !Self.isTail(bytes, from: position) {
            findings.add(
                .bmffIndexWrong, at: place, "'sidx' refers to bytes up to \(position), the file has \(bytes.count)")
        }
    }

    /// Whether only what need not be indexed is left: `mfra`, `free`.
    private static func isTail(_ bytes: [UInt8], from position: Int) -> Bool {
        var ignored = Findings()
        let boxes = Box.boxes(in: ByteReader(bytes, in: position..<bytes.count), file: "", &ignored)
        return boxes.allSatisfy { ["mfra", "free", "skip"].contains($0.type) }
    }

    /// Cue positions count from the first byte of the Segment's contents (RFC 9559 §5.1.5.1.2.2).
    private func fillFromCues(
        _ bytes: [UInt8], _ claim: inout TrackClaim, _ library: inout MediaLibrary, _ findings: inout Findings
    ) {
        var reader = ByteReader(bytes, in: index.range)
        guard let cues = EBMLElement.next(&reader), cues.id == MatroskaID.cues, reader.remaining == 0,
            let origin = Self.segmentStart(bytes)
        else { return findings.add(.dashIndexWrong, at: index.place, "@indexRange does not hold the whole Cues") }
        let location = claim.initialization ?? Location(path: index.path)
        guard let header = library.header(at: location, index.place, &findings) else { return }
        let place = Finding.Place(index.path, offset: cues.offset)
        var points: [(time: Int, position: Int)] = []
        for point in cues.children(file: index.path, &findings) where point.id == MatroskaID.cuePoint {
            guard let found = Self.point(point, index.path, &findings), found.position + origin < bytes.count,
                bytes[(found.position + origin)...].starts(with: [0x1F, 0x43, 0xB6, 0x75]),
                found.position + origin > points.last?.position ?? -1
            else {
                return findings.add(
                    .webmCuesWrong, at: .init(index.path, offset: point.offset), "the CuePoint leads to no Cluster")
            }
            points.append((found.time, found.position + origin))
        }
        let scale = Double(header.timescale)
        let end = cues.offset > points.last?.position ?? 0 ? cues.offset : bytes.count
        let total = header.declaredDuration ?? duration ?? 0
        claim.rounding = max(claim.rounding, 2 / scale)
        for (number, point) in points.enumerated() {
            let isLast = number == points.count - 1
            let start = Double(point.time) / scale
            let next = isLast ? total : Double(points[number + 1].time) / scale
            claim.segments.append(
                .init(
                    location: Location(
                        path: index.path, range: point.position..<(isLast ? end : points[number + 1].position)),
                    place: place, duration: max(0, next - start), start: start - claim.timeOffset))
        }
        if points.isEmpty { findings.add(.webmCuesWrong, at: place, "there is no CuePoint") }
    }

    private static func point(
        _ element: EBMLElement, _ file: String, _ findings: inout Findings
    ) -> (time: Int, position: Int)? {
        let children = element.children(file: file, &findings)
        let positions = children.first(MatroskaID.cueTrackPositions)?.children(file: file, &findings) ?? []
        guard let time = children.first(MatroskaID.cueTime)?.unsigned,
            let position = positions.first(MatroskaID.cueClusterPosition)?.unsigned
        else { return nil }
        return (time, position)
    }

    /// Where the contents of the Segment begin.
    private static func segmentStart(_ bytes: [UInt8]) -> Int? {
        var reader = ByteReader(bytes)
        guard let ebml = EBMLElement.next(&reader), ebml.id == MatroskaID.ebml else { return nil }
        guard EBMLElement.number(&reader, keepsMarker: true, widest: 4)?.value == MatroskaID.segment,
            EBMLElement.number(&reader, keepsMarker: false, widest: 8) != nil
        else { return nil }
        return reader.offset
    }
}
