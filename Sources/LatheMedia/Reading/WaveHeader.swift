/// The header of a WAVE file: RIFF, RF64 (EBU Tech 3306), BW64 (ITU-R BS.2088) or Sony's W64.
struct WaveHeader {
    static let wave64Suffix: [UInt8] = [0x2E, 0x91, 0xCF, 0x11, 0xA5, 0xD6, 0x28, 0xDB, 0x04, 0xC1, 0, 0]
    static let wave64ChunkSuffix: [UInt8] = [0xF3, 0xAC, 0xD3, 0x11, 0x8C, 0xD1, 0, 0xC0, 0x4F, 0x8E, 0xDB, 0x8A]

    private let file: MasterFile
    private let container: String
    private let format: WaveFormat
    private let codec: String
    private let length: WaveLength

    /// Reads RIFF, RF64 and BW64.
    init(riff file: MasterFile, _ limits: MasterLimits) throws {
        var window = ByteWindow(file)
        let head = try window.read(12, at: 0)
        let is64 = !head.begins(with: "RIFF")
        let container = String(decoding: head.prefix(4), as: UTF8.self).lowercased()
        try self.init(
            file, container: is64 ? container : "wav", declared: head.part(4, 4).littleEndian,
            ChunkScanner(file, .riff, from: 12, limits), limits)
    }

    /// Reads W64, whose form begins with two GUIDs and a size between them.
    init(wave64 file: MasterFile, _ limits: MasterLimits) throws {
        var window = ByteWindow(file)
        let head = try window.read(40, at: 0)
        guard head.count == 40 else { throw file.failure(.truncated, "it ends within its header") }
        guard head.dropFirst(24).begins(with: "wave"), head.part(28, 12).elementsEqual(Self.wave64ChunkSuffix) else {
            throw file.failure(.unsupported, "it is a W64 file without audio")
        }
        let declared = head.part(16, 8).littleEndian
        try self.init(
            file, container: "w64", declared: declared, ChunkScanner(file, .wave64, from: 40, limits), limits)
    }

    private init(
        _ file: MasterFile, container: String, declared: UInt64, _ scanner: ChunkScanner, _ limits: MasterLimits
    ) throws {
        var scanner = scanner
        let found = try Self.find(file, &scanner)
        self.file = file
        self.container = container
        format = found.format
        codec = try found.format.codec(file)
        var length = WaveLength(
            family: container == "w64" ? .wave64 : .riff, fileSize: file.byteCount, fileDeclared: declared,
            dataStart: found.data.start, dataDeclared: found.data.size, blockAlign: found.format.blockAlign)
        if container == "rf64" || container == "bw64" { try length.widen(with: found.ds64, file) }
        length.isFollowedByChunk = try scanner.looksLikeChunk(at: found.data.start)
        self.length = length
        if try length.isWithinFile && Self.hasSecondData(&scanner) {
            throw file.failure(.corrupt, "it holds more than one data chunk")
        }
    }

    /// Everything that the decoder needs. Throws `truncated` or `corrupt` if there is not the audio that is declared.
    func summary() throws -> PCMHeader {
        let ruling = try length.ruling(file)
        let usualChannels = format.channelMask.map { $0.nonzeroBitCount == format.channelCount } ?? true
        let maskWarning = "The channel mask does not fit \(format.channelCount) channels; the usual layout was assumed."
        return PCMHeader(
            container: container, demuxer: container == "w64" ? "w64" : "wav", codec: codec,
            sampleRate: format.sampleRate, channelCount: format.channelCount,
            channelMask: usualChannels ? format.channelMask : nil, bitsPerSample: format.validBits,
            sampleCount: ruling.sampleCount, isLengthDeclared: ruling.isDeclared,
            warnings: ruling.warnings + (usualChannels ? [] : [maskWarning]))
    }
}

extension WaveHeader {
    private struct Found {
        var format: WaveFormat
        var data: ChunkScanner.Chunk
        var ds64: [UInt8]
    }

    /// Walks to the data chunk.
    private static func find(_ file: MasterFile, _ scanner: inout ChunkScanner) throws -> Found {
        var format: WaveFormat?
        var ds64: [UInt8] = []
        while let chunk = try scanner.next() {
            switch chunk.id {
            case "ds64": ds64 = try scanner.payload(chunk, atMost: 28)
            case "fmt ":
                let bytes = try scanner.payload(chunk, atMost: 40)
                guard bytes.count >= min(16, Int(clamping: chunk.size)) else {
                    throw file.failure(.truncated, "it ends within its format chunk")
                }
                format = WaveFormat(bytes)
                if format == nil { throw file.failure(.corrupt, "its format chunk has only \(bytes.count) bytes") }
            case "data":
                guard let format else { throw file.failure(.corrupt, "its audio comes before its format") }
                return Found(format: format, data: chunk, ds64: ds64)
            default: break
            }
        }
        throw file.failure(.truncated, "it ends before its audio begins")
    }

    /// Another data chunk follows; only whole headers of plausible chunks are followed.
    private static func hasSecondData(_ scanner: inout ChunkScanner) throws -> Bool {
        while let chunk = try scanner.next(), chunk.id.utf8.allSatisfy({ (32..<127).contains($0) }) {
            if chunk.id == "data" { return true }
        }
        return false
    }
}
