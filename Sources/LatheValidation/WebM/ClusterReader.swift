/// Reads a WebM media segment: one or more Clusters (RFC 9559 §5.1.3, §10).
struct ClusterReader {
    let file: String
    let header: TrackHeader
    private(set) var facts = SegmentFacts()
    private var lastTime = Int.min
    private var lastBlock: Int?
    private var firstBlock: Int?
    /// Samples of the codec so far, less what is dropped.
    private var samples = 0

    static func read(
        _ bytes: [UInt8], range: Range<Int>, header: TrackHeader, file: String, _ findings: inout Findings
    ) -> SegmentFacts {
        var reader = ClusterReader(file: file, header: header)
        reader.run(ByteReader(bytes, in: range), range, &findings)
        return reader.facts
    }

    private init(file: String, header: TrackHeader) {
        self.file = file
        self.header = header
    }

    private func place(_ offset: Int) -> Finding.Place { .init(file, offset: offset) }

    private mutating func run(_ reader: ByteReader, _ range: Range<Int>, _ findings: inout Findings) {
        facts.byteCount = range.count
        facts.offset = range.lowerBound
        var clusterCount = 0
        let damageCount = findings.damageCount
        for element in EBMLElement.elements(in: reader, file: file, &findings) where element.id == MatroskaID.cluster {
            clusterCount += 1
            takeCluster(element, &findings)
        }
        if clusterCount == 0, findings.damageCount == damageCount {
            findings.add(.webmElementMissing, at: place(range.lowerBound), "there is no Cluster")
        }
        facts.duration = samples
        if let firstBlock, let lastBlock { facts.edgeBlocks = .init(first: firstBlock, last: lastBlock) }
    }

    private mutating func takeCluster(_ cluster: EBMLElement, _ findings: inout Findings) {
        let children = cluster.children(file: file, &findings)
        guard let time = children.first(MatroskaID.timestamp)?.unsigned else {
            return findings.add(.webmElementMissing, at: place(cluster.offset), "the Cluster has no Timestamp")
        }
        if facts.frameCount == 0 { facts.start = time }
        for element in children {
            switch element.id {
            case MatroskaID.simpleBlock: takeBlock(element, time, isSimple: true, &findings)
            case MatroskaID.blockGroup: takeGroup(element, time, &findings)
            default: break
            }
        }
        if facts.frameCount == 0 {
            findings.add(.webmElementMissing, at: place(cluster.offset), "the Cluster has no blocks")
        }
    }

    private mutating func takeGroup(_ group: EBMLElement, _ time: Int, _ findings: inout Findings) {
        let children = group.children(file: file, &findings)
        guard let block = children.first(MatroskaID.block) else {
            return findings.add(.webmElementMissing, at: place(group.offset), "the BlockGroup has no Block")
        }
        if children.first(MatroskaID.referenceBlock) != nil {
            findings.add(.segmentNotIndependent, at: place(block.offset), "a block refers to another one")
        }
        takeBlock(block, time, isSimple: false, &findings)
        guard let nanoseconds = children.first(MatroskaID.discardPadding)?.signed, nanoseconds > 0 else { return }
        let dropped = Int((Double(nanoseconds) * Double(header.sampleRate) / 1e9).rounded())
        samples -= dropped
        if dropped > 8192 {
            findings.add(.webmBlockMalformed, at: place(group.offset), "DiscardPadding drops \(dropped) samples")
        }
    }

    private mutating func takeBlock(
        _ block: EBMLElement, _ clusterTime: Int, isSimple: Bool, _ findings: inout Findings
    ) {
        var reader = block.contents
        guard let track = EBMLElement.number(&reader, keepsMarker: false, widest: 8)?.value,
            let raw = reader.integer(2), let flags = reader.integer(1)
        else { return findings.add(.webmBlockMalformed, at: place(block.offset), "a block is cut off") }
        if track != header.fragmentDefaults.trackID {
            let message = "a block is of track \(track), the init segment of track \(header.fragmentDefaults.trackID)"
            findings.add(.bmffTrackMismatch, at: place(block.offset), message)
        }
        if isSimple, flags & 0x80 == 0 {
            findings.add(.segmentNotIndependent, at: place(block.offset), "a block is not marked as a key frame")
        }
        if flags & 0x06 != 0 {
            findings.add(.contentNotChecked, at: place(block.offset), "blocks are laced")
        }
        let time = clusterTime + Int(Int16(truncatingIfNeeded: raw))
        if time < lastTime {
            findings.add(
                .webmBlockTime, at: place(block.offset), "a block begins at \(time), the one before at \(lastTime)")
        }
        takePacket(reader, at: time, block.offset, &findings)
        lastTime = time
        facts.frameCount += 1
    }

    private mutating func takePacket(
        _ reader: ByteReader, at time: Int, _ offset: Int, _ findings: inout Findings
    ) {
        let packet = reader.bytes[reader.offset..<reader.end]
        switch header.coding {
        case .vorbis(let modes):
            guard let size = modes.blockSize(of: packet) else {
                return findings.add(.frameMalformed, at: place(offset), "this is no packet of Vorbis")
            }
            checkTime(time, offset, &findings)
            if let lastBlock { samples += (lastBlock + size) / 4 } else { firstBlock = size }
            lastBlock = size
        case .opus:
            guard let count = Self.opusSamples(packet) else {
                return findings.add(.frameMalformed, at: place(offset), "this is no packet of Opus")
            }
            samples += count
        default: break
        }
    }

    /// A block's time is that of its first sample, rounded (RFC 9559 §11.2). How long the first packet of a Cluster
    /// lasts depends on one that lies elsewhere, so times are counted from the second one on.
    private mutating func checkTime(_ time: Int, _ offset: Int, _ findings: inout Findings) {
        guard facts.frameCount > 0 else { return }
        guard let secondTime = facts.secondTime else { return facts.secondTime = time }
        let expected = Double(samples) / Double(header.sampleRate) * Double(header.timescale)
        let actual = Double(time) - Double(secondTime)
        guard abs(actual - expected) > 1.5 + 0.002 * Double(header.timescale) else { return }
        let message = "a block begins at \(time), the packets before it end at \(secondTime + Int(expected.rounded()))"
        findings.add(.webmBlockTime, at: place(offset), message)
    }

    /// Samples at 48 kHz by the packet's first bytes (RFC 6716 §3.1).
    static func opusSamples(_ packet: ArraySlice<UInt8>) -> Int? {
        guard let first = packet.first else { return nil }
        let config = Int(first >> 3)
        let frame =
            config < 12
            ? [480, 960, 1920, 2880][config % 4]
            : config < 16
                ? [480, 960][config % 2]
                : [120, 240, 480, 960][config % 4]
        switch first & 3 {
        case 0: return frame
        case 1, 2: return 2 * frame
        default:
            guard let count = packet.dropFirst().first.map({ Int($0 & 63) }), count > 0, count * frame <= 5760 else {
                return nil
            }
            return count * frame
        }
    }
}
