internal import CVorbis

/// The packets of the only logical stream of an Ogg file, through libogg.
struct OggPackets {
    private let file: MasterFile
    private static let pieceSize = 65_536
    // Codebooks and covers in comments are the longest.
    private static let longestPacket = 16 << 20

    init(_ file: MasterFile) { self.file = file }

    /// Lends every packet in order. Throws `truncated`, `corrupt`, `unsupported`, `io`, and what `body` throws.
    func forEach(_ body: (inout ogg_packet) throws -> Void) throws {
        let library = Library()
        var page = ogg_page()
        var serial: Int32?
        var isEnded = false
        while try nextPage(library, &page) {
            if serial == nil { ogg_stream_reset_serialno(library.stream, ogg_page_serialno(&page)) }
            serial = serial ?? ogg_page_serialno(&page)
            guard serial == ogg_page_serialno(&page), !isEnded else {
                throw file.refusal(.unsupported, "it holds several streams, not one")
            }
            isEnded = ogg_page_eos(&page) != 0
            guard ogg_stream_pagein(library.stream, &page) == 0 else { throw damaged(library) }
            var packet = ogg_packet()
            while true {
                let status = ogg_stream_packetout(library.stream, &packet)
                guard status >= 0 else { throw damaged(library) }
                if status == 0 { break }
                try body(&packet)
            }
            guard library.stream.pointee.body_fill - library.stream.pointee.body_returned <= Self.longestPacket else {
                throw file.refusal(.limitExceeded, "a packet is longer than \(Self.longestPacket) bytes")
            }
        }
        guard isEnded else { throw file.refusal(.truncated, "it ends without a last page") }
    }

    /// False at the end of the file.
    private func nextPage(_ library: Library, _ page: inout ogg_page) throws -> Bool {
        while true {
            let status = ogg_sync_pageout(library.sync, &page)
            if status > 0 { return true }
            guard status == 0 else { throw damaged(library) }
            guard let buffer = ogg_sync_buffer(library.sync, Self.pieceSize) else {
                throw file.refusal(.io, "there is no memory left")
            }
            let room = UnsafeMutableRawBufferPointer(start: buffer, count: Self.pieceSize)
            let count = try file.read(into: room, at: library.position)
            guard count > 0 else {
                let rest = library.sync.pointee.fill - library.sync.pointee.returned
                guard rest == 0 else { throw file.refusal(.truncated, "it ends within a page") }
                return false
            }
            ogg_sync_wrote(library.sync, count)
            library.position += count
        }
    }

    private func damaged(_ library: Library) -> MediaError {
        file.refusal(.corrupt, "a page is damaged or missing before byte \(library.position)")
    }

    /// Owns libogg's structures.
    private final class Library {
        let sync = UnsafeMutablePointer<ogg_sync_state>.allocate(capacity: 1)
        let stream = UnsafeMutablePointer<ogg_stream_state>.allocate(capacity: 1)
        /// Where in the file reading goes on.
        var position = 0

        init() {
            ogg_sync_init(sync)
            ogg_stream_init(stream, 0)
        }

        deinit {
            ogg_stream_clear(stream)
            ogg_sync_clear(sync)
            stream.deallocate()
            sync.deallocate()
        }
    }
}
