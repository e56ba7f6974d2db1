internal import CVorbis

/// One logical Ogg stream (RFC 3533) through libogg: packets in, pages out. Used by one thread at a time.
public final class OggWriter {
    private let state = UnsafeMutablePointer<ogg_stream_state>.allocate(capacity: 1)
    private var packetNumber = 0

    /// - Parameter serialNumber: tells logical streams of one file apart; with a single one any will do.
    /// - Throws: `MediaError` with code `encoder` when memory is exhausted.
    public init(serialNumber: Int32) throws {
        guard ogg_stream_init(state, serialNumber) == 0 else {
            state.deallocate()
            throw FFmpeg.outOfMemory("the Ogg stream")
        }
    }

    deinit {
        ogg_stream_clear(state)
        state.deallocate()
    }

    /// Adds a packet and lends the pages that it fills; `flush` ends the page with it, as headers need.
    public func write(
        _ packet: UnsafeRawBufferPointer, granulePosition: Int, isLast: Bool = false, flush: Bool = false,
        _ emit: (UnsafeRawBufferPointer) throws -> Void
    ) throws {
        var entry = ogg_packet()
        // libogg copies the packet and does not write to it.
        entry.packet = UnsafeMutableRawPointer(mutating: packet.baseAddress)?.assumingMemoryBound(to: UInt8.self)
        entry.bytes = packet.count
        entry.b_o_s = packetNumber == 0 ? 1 : 0
        entry.e_o_s = isLast ? 1 : 0
        entry.granulepos = Int64(granulePosition)
        entry.packetno = Int64(packetNumber)
        packetNumber += 1
        // A page of its own for the last packet: FFmpeg trims the end by the page before, and cannot without one.
        if isLast { try takePages(flush: true, emit) }
        guard ogg_stream_packetin(state, &entry) == 0 else { throw FFmpeg.outOfMemory("the Ogg stream") }
        try takePages(flush: flush || isLast, emit)
    }

    private func takePages(flush: Bool, _ emit: (UnsafeRawBufferPointer) throws -> Void) throws {
        var page = ogg_page()
        while (flush ? ogg_stream_flush(state, &page) : ogg_stream_pageout(state, &page)) != 0 {
            try emit(UnsafeRawBufferPointer(start: page.header, count: page.header_len))
            try emit(UnsafeRawBufferPointer(start: page.body, count: page.body_len))
        }
    }
}
