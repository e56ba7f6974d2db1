internal import CFLAC

/// What FLAC's STREAMINFO block says (RFC 9639 §8.2).
struct FLACStreamInfo {
    /// Bytes of the block.
    static let size = 34

    let sampleRate: Int
    let channelCount: Int
    let bitsPerSample: Int
    /// Nil where the file does not say.
    let sampleCount: Int?
    /// The MD5 of all samples is there.
    let hasMD5: Bool

    init(_ block: FLAC__StreamMetadata_StreamInfo) {
        sampleRate = Int(block.sample_rate)
        channelCount = Int(block.channels)
        bitsPerSample = Int(block.bits_per_sample)
        // 36 bits in the file.
        sampleCount = block.total_samples == 0 ? nil : Int(block.total_samples)
        hasMD5 = withUnsafeBytes(of: block.md5sum) { $0.contains { $0 != 0 } }
    }

    /// Reads a block of `size` bytes.
    init(block: [UInt8]) {
        precondition(block.count == Self.size, "a STREAMINFO block has \(Self.size) bytes")
        let form = block.part(10, 8).bigEndian
        sampleRate = Int(form >> 44)
        channelCount = Int(form >> 41 & 7) + 1
        bitsPerSample = Int(form >> 36 & 31) + 1
        let total = Int(form & 0xF_FFFF_FFFF)
        sampleCount = total == 0 ? nil : total
        hasMD5 = block.dropFirst(18).contains { $0 != 0 }
    }

    /// Refuses a form that the limits exclude or no file can have.
    func check(_ file: MasterFile, _ limits: MasterLimits) throws {
        try AudioForm(sampleRate: sampleRate, channelCount: channelCount, sampleCount: sampleCount).check(file, limits)
        guard (4...32).contains(bitsPerSample) else {
            throw file.failure(.corrupt, "its header says \(bitsPerSample) bits per sample")
        }
    }
}

/// The metadata blocks of a native FLAC file, counted before libFLAC sees them.
struct FLACMetadataScan {
    /// STREAMINFO says how many samples there are.
    let declaresLength: Bool

    // Each block costs at least its header, so a file of 10 MiB could hold millions.
    private static let mostBlocks = 65_536
    private static let padding: UInt8 = 1

    /// Walks the blocks behind the `fLaC` at an offset. Throws `truncated`, `corrupt`, `limitExceeded`, `io`.
    init(_ file: MasterFile, from start: Int, _ limits: MasterLimits) throws {
        var window = ByteWindow(file)
        let first = try window.read(38, at: start + 4)
        guard first.count == 38 else { throw file.failure(.truncated, "it ends within its STREAMINFO block") }
        guard first.part(0, 4).bigEndian & 0x7FFF_FFFF == 34 else {
            throw file.failure(.corrupt, "it does not begin with a STREAMINFO block")
        }
        declaresLength = first.part(17, 5).bigEndian & 0xF_FFFF_FFFF != 0

        var (position, bytes, isLast) = (start + 4, 0, false)
        var blocks = 0
        while !isLast {
            let header = try window.read(4, at: position)
            guard let type = header.first, header.count == 4 else {
                throw file.failure(.truncated, "it ends within its metadata")
            }
            let size = Int(header.dropFirst().bigEndian)
            isLast = type & 0x80 != 0
            bytes += type & 0x7F == Self.padding ? 0 : size
            blocks += 1
            position += 4 + size
            guard bytes <= limits.metadataBytes, blocks <= Self.mostBlocks else {
                throw file.failure(.limitExceeded, "its tags and pictures exceed \(limits.metadataBytes) bytes")
            }
        }
        guard position <= file.byteCount else { throw file.failure(.truncated, "it ends within its metadata") }
    }
}
