extension WebMTrack {
    /// A media segment: one Cluster of known size (RFC 9559 §5.1.3).
    ///
    /// Each timestamp is rounded to the millisecond by itself. Every block is a key frame.
    ///
    /// - Parameters:
    ///   - blocks: the packets in order; they begin within 32 s, as a block's time is 16 bits relative to its Cluster.
    ///   - payload: the packets' bytes, one after the other.
    ///   - discardPadding: samples to drop from the end of the last packet, where the programme ends before it. If
    ///     `length` is known, the packet also states how long it lasts, so that players agree on the end.
    public func cluster(blocks: [WebMBlock], payload: [UInt8], discardPadding: Int = 0) -> [UInt8] {
        let plan = ClusterPlan(track: self, blocks: blocks, discardPadding: discardPadding)
        var writer = EBMLWriter()
        writer.reserve(plan.byteCount + 16)
        writer.writeHeader(WebMID.cluster, size: plan.byteCount)
        writer.write(plan.timestamp)
        var rest = payload[...]
        for block in plan.blocks {
            plan.writeHeader(of: block, to: &writer)
            writer.write(rest.prefix(block.byteCount))
            rest = rest.dropFirst(block.byteCount)
        }
        writer.write(plan.trailer)
        return writer.bytes
    }
}

/// A Cluster measured before it is written, so that its payload is copied once.
private struct ClusterPlan {
    struct Block {
        let milliseconds: Int
        let byteCount: Int
        let isInGroup: Bool
    }

    let blocks: [Block]
    let timestamp: [UInt8]
    /// What follows the last block in its group; empty where nothing is dropped.
    let trailer: [UInt8]
    private let start: Int

    init(track: WebMTrack, blocks: [WebMBlock], discardPadding: Int) {
        self.blocks = blocks.indices.map {
            Block(
                milliseconds: blocks[$0].start.scaled(by: 1000, over: track.sampleRate),
                byteCount: blocks[$0].byteCount,
                isInGroup: discardPadding > 0 && $0 == blocks.endIndex - 1)
        }
        start = self.blocks.first?.milliseconds ?? 0
        var timestamp = EBMLWriter()
        timestamp.element(WebMID.timestamp, start)
        self.timestamp = timestamp.bytes
        trailer = self.blocks.last.map { Self.trailer(of: $0, track: track, discardPadding: discardPadding) } ?? []
    }

    /// BlockDuration in milliseconds, up to the end of the programme, and DiscardPadding in nanoseconds
    /// (RFC 9559 §5.1.3.5.3, §5.1.3.5.7).
    private static func trailer(of block: Block, track: WebMTrack, discardPadding: Int) -> [UInt8] {
        guard block.isInGroup else { return [] }
        var writer = EBMLWriter()
        let end = track.length?.scaled(by: 1000, over: track.sampleRate) ?? 0
        if end > block.milliseconds { writer.element(WebMID.blockDuration, end - block.milliseconds) }
        let nanoseconds = discardPadding.scaled(by: 1_000_000_000, over: track.sampleRate)
        writer.element(WebMID.discardPadding, signed: nanoseconds)
        return writer.bytes
    }

    /// Bytes of the Cluster's contents.
    var byteCount: Int {
        blocks.reduce(timestamp.count) { sum, block in
            let contents = block.isInGroup ? groupContents(block) : Self.prefixSize + block.byteCount
            let id = block.isInGroup ? WebMID.blockGroup : WebMID.simpleBlock
            return sum + EBMLWriter.byteCount(ofElement: id, contents: contents)
        }
    }

    /// What precedes a packet: the header of its SimpleBlock, or of its BlockGroup and Block, then track, relative time
    /// and flags (RFC 9559 §10.1-2). A Block is a key frame when its group refers to no other.
    func writeHeader(of block: Block, to writer: inout EBMLWriter) {
        let keyFrame: UInt8 = 0x80
        let relative = UInt16(bitPattern: Int16(block.milliseconds - start))
        if block.isInGroup { writer.writeHeader(WebMID.blockGroup, size: groupContents(block)) }
        writer.writeHeader(
            block.isInGroup ? WebMID.block : WebMID.simpleBlock, size: Self.prefixSize + block.byteCount)
        writer.write(
            CollectionOfOne(0x80 | UInt8(WebMTrack.trackNumber)))
        writer.write(CollectionOfOne(UInt8(relative >> 8)))
        writer.write(CollectionOfOne(UInt8(relative & 0xFF)))
        writer.write(CollectionOfOne(block.isInGroup ? 0 : keyFrame))
    }

    /// Track number, relative time, flags.
    private static let prefixSize = 4

    private func groupContents(_ block: Block) -> Int {
        EBMLWriter.byteCount(ofElement: WebMID.block, contents: Self.prefixSize + block.byteCount) + trailer.count
    }
}
