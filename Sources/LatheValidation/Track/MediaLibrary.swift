/// Reads init and media segments, each once however many manifests name it.
struct MediaLibrary {
    let source: any PackageSource
    private var headers: [Location: TrackHeader?] = [:]
    private var segments: [Key: Segment?] = [:]
    /// The file read last: parts of one file follow each other.
    private var recent: (path: String, bytes: [UInt8])?
    /// What may still be looked at.
    private var work = Limits.work
    /// Segments that were looked at.
    private(set) var segmentCount = 0

    private struct Key: Hashable {
        let location: Location
        let header: Location?
    }

    /// A media segment, and the header that it carries itself where it is packed audio.
    struct Segment {
        let facts: SegmentFacts
        let header: TrackHeader
    }

    init(source: any PackageSource) {
        self.source = source
    }

    /// A file that is small enough; nil, with a finding, where there is none.
    mutating func file(
        _ path: String, limit: Int = Limits.mediaBytes, at place: Finding.Place, _ findings: inout Findings
    ) -> [UInt8]? {
        if let recent, recent.path == path { return recent.bytes }
        guard let count = source.byteCount(of: path) else {
            findings.add(.fileMissing, at: place, "\(path) is named, but is not there")
            return nil
        }
        guard count <= limit else {
            findings.add(
                .limitExceeded, at: .init(path), "the file has \(count) bytes; more than \(limit) are not read")
            return nil
        }
        guard let bytes = source.bytes(of: path, in: 0..<count) else {
            findings.add(.fileUnreadable, at: .init(path), "the file cannot be read")
            return nil
        }
        recent = (path, bytes)
        return bytes
    }

    private mutating func bytes(
        at location: Location, _ place: Finding.Place, _ findings: inout Findings
    ) -> (bytes: [UInt8], range: Range<Int>)? {
        guard let bytes = file(location.path, at: place, &findings) else { return nil }
        let range = location.range ?? 0..<bytes.count
        guard range.upperBound <= bytes.count else {
            let message =
                "bytes \(range.lowerBound)-\(range.upperBound - 1) of \(location.path) are named, it has \(bytes.count)"
            findings.add(.byteRangeOutside, at: place, message)
            return nil
        }
        guard !range.isEmpty else {
            findings.add(
                .mediaTruncated, at: .init(location.path, offset: range.lowerBound), "there is not a single byte")
            return nil
        }
        return (bytes, range)
    }

    /// What an init segment says.
    mutating func header(
        at location: Location, _ place: Finding.Place, _ findings: inout Findings
    ) -> TrackHeader? {
        if let known = headers[location] { return known }
        var header: TrackHeader?
        if let (bytes, range) = bytes(at: location, place, &findings) {
            header =
                Kind(bytes, range) == .webM
                ? WebMHeaderReader.read(bytes, range: range, file: location.path, &findings)
                : InitSegmentReader.read(bytes, range: range, file: location.path, &findings)
        }
        if header?.coding == .other { header = nil }
        headers[location] = header
        return header
    }

    /// What a media segment holds; nil, with findings, where it is damaged.
    mutating func segment(
        at location: Location, after initialization: Location?, _ place: Finding.Place, _ findings: inout Findings
    ) -> Segment? {
        let key = Key(location: location, header: initialization)
        if let known = segments[key] { return known }
        guard work > 0 else {
            findings.add(.limitExceeded, at: .init(location.path), "too much has been read already")
            return nil
        }
        let damageCount = findings.damageCount
        let segment = read(location, initialization, place, &findings)
        if let facts = segment?.facts {
            segmentCount += 1
            work -= facts.byteCount + 16 * facts.frameCount
        }
        // Half a segment would only be blamed again for its times.
        let sound = findings.damageCount == damageCount ? segment : nil
        segments[key] = sound
        return sound
    }

    private mutating func read(
        _ location: Location, _ initialization: Location?, _ place: Finding.Place, _ findings: inout Findings
    ) -> Segment? {
        guard let (bytes, range) = bytes(at: location, place, &findings) else { return nil }
        let kind = Kind(bytes, range)
        if kind == .transportStream {
            findings.add(.contentNotChecked, at: .init(location.path), "it is an MPEG-2 transport stream")
            return nil
        }
        if let initialization {
            guard let header = header(at: initialization, place, &findings) else { return nil }
            guard kind != .packed || header.container == .isoBMFF else {
                findings.add(
                    .webmElementMissing, at: .init(location.path, offset: range.lowerBound), "there is no Cluster")
                return nil
            }
            let facts =
                header.container == .webM
                ? ClusterReader.read(bytes, range: range, header: header, file: location.path, &findings)
                : MediaSegmentReader.read(bytes, range: range, header: header, file: location.path, &findings)
            return Segment(facts: facts, header: header)
        }
        guard kind == .packed else {
            findings.add(.initSegmentMissing, at: place, "\(location.path) needs an init segment, but none is named")
            return nil
        }
        let part = range == 0..<bytes.count ? bytes : Array(bytes[range])
        return PackedAudioReader.read(part, file: location.path, &findings)
            .map { Segment(facts: $0.facts, header: $0.header) }
    }

    /// What bytes look like.
    private enum Kind {
        case isoBMFF, webM, transportStream, packed

        init(_ bytes: [UInt8], _ range: Range<Int>) {
            let head = bytes[range].prefix(8)
            if head.starts(with: [0x1A, 0x45, 0xDF, 0xA3]) || head.starts(with: [0x1F, 0x43, 0xB6, 0x75]) {
                self = .webM
            } else if ["styp", "sidx", "moof", "ftyp", "emsg", "prft", "free"].contains(where: {
                head.dropFirst(4).elementsEqual($0.utf8)
            }) {
                self = .isoBMFF
            } else if head.first == 0x47, range.count % 188 == 0 {
                self = .transportStream
            } else {
                self = .packed
            }
        }
    }
}
