/// The header of an AIFF or AIFF-C file: how much audio its COMM chunk declares and its SSND chunk holds.
struct AIFFHeader {
    private let file: MasterFile
    private let container: String
    /// Channels, samples per channel, bits and rate: the first 18 bytes of COMM.
    private let common: [UInt8]
    /// Bytes of audio that SSND declares.
    private let declaredBytes: UInt64
    private let availableBytes: Int

    /// Walks the chunks. Throws `truncated`, `corrupt`, `limitExceeded`, `io`.
    init(_ file: MasterFile, _ limits: MasterLimits) throws {
        self.file = file
        var window = ByteWindow(file)
        container = try window.read(12, at: 0).part(8, 4).spells("AIFC") ? "aifc" : "aiff"
        var scanner = ChunkScanner(file, .iff, from: 12, limits)
        var common: [UInt8]?
        var sound: (declared: UInt64, start: Int)?
        while let chunk = try scanner.next() {
            if chunk.id == "COMM" { common = try scanner.payload(chunk, atMost: 18) }
            if chunk.id == "SSND" { sound = try Self.sound(file, chunk, scanner.payload(chunk, atMost: 8)) }
        }
        guard let common, common.count == 18 else {
            throw file.failure(.truncated, "it ends before its COMM chunk does")
        }
        guard let sound else { throw file.failure(.truncated, "it ends before its audio begins") }
        self.common = common
        declaredBytes = sound.declared
        availableBytes = max(0, file.byteCount - sound.start)
    }

    /// Everything that the decoder needs. Throws `truncated` or `corrupt` if there is not the audio that is declared.
    func summary() throws -> PCMHeader {
        let channelCount = Int(common.part(0, 2).bigEndian)
        let bits = Int(common.part(6, 2).bigEndian)
        let declared = Int(common.part(2, 4).bigEndian)
        guard channelCount > 0, (1...64).contains(bits) else {
            throw file.failure(.corrupt, "its header says \(channelCount) channels of \(bits) bits")
        }
        let warnings = try warnings(declared, bytes: declared * channelCount * ((bits + 7) / 8))
        return PCMHeader(
            container: container, demuxer: "aiff", codec: nil, sampleRate: Self.rate(common.part(8, 10)),
            channelCount: channelCount, channelMask: nil, bitsPerSample: bits, sampleCount: declared,
            isLengthDeclared: true, warnings: warnings)
    }

    private func warnings(_ samples: Int, bytes: Int) throws -> [String] {
        guard samples > 0 else { throw file.failure(.truncated, "its header declares no audio") }
        if UInt64(bytes) > declaredBytes { return [] }  // Compressed, or a contradiction that decoding will show.
        guard bytes <= availableBytes else {
            let sample = availableBytes / max(1, bytes / samples)
            throw file.failure(.truncated, "it ends at sample \(sample) of \(samples)")
        }
        // One byte may be padding.
        let rest = declaredBytes - UInt64(bytes)
        return rest <= 1 ? [] : ["\(rest) bytes of audio behind the declared \(samples) samples were ignored."]
    }

    private static func sound(
        _ file: MasterFile, _ chunk: ChunkScanner.Chunk, _ head: [UInt8]
    ) throws -> (declared: UInt64, start: Int) {
        guard head.count == 8 else { throw file.failure(.truncated, "it ends before its first sample") }
        let offset = head.part(0, 4).bigEndian
        guard chunk.size >= 8 + offset else { throw file.failure(.corrupt, "its audio begins behind its own end") }
        return (chunk.size - 8 - offset, chunk.start + 8 + Int(offset))
    }

    /// An 80-bit extended float, as far as it is a whole number below 2^31; otherwise 0.
    private static func rate(_ bytes: ArraySlice<UInt8>) -> Int {
        let exponent = Int(bytes.prefix(2).bigEndian) - 16383
        guard (0...30).contains(exponent) else { return 0 }
        return Int(bytes.dropFirst(2).bigEndian >> UInt64(63 - exponent))
    }
}
