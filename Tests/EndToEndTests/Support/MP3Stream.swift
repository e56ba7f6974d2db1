/// A frame of MPEG audio layer III (ISO/IEC 11172-3 §2.4.1, 13818-3 §2.4.1).
struct MP3Frame {
    let bytes: [UInt8]

    private var version: Int { Int(bytes[1] >> 3 & 3) }
    private var isMPEG1: Bool { version == 3 }
    private var isMono: Bool { bytes[3] >> 6 == 3 }

    /// Bytes of main data that lie in earlier frames.
    var mainDataBegin: Int {
        let sideInfo = bytes[1] & 1 == 0 ? 6 : 4
        return isMPEG1 ? bytes.integer(at: sideInfo, bytes: 2) >> 7 : Int(bytes[sideInfo])
    }

    /// Where LAME's tag lies in a frame: after a side info of zeros.
    private var tagOffset: Int { 4 + (isMPEG1 ? (isMono ? 17 : 32) : (isMono ? 9 : 17)) }

    var isInfo: Bool {
        bytes.count > tagOffset + 4
            && ["Info", "Xing"].contains(String(decoding: bytes[tagOffset..<tagOffset + 4], as: UTF8.self))
    }

    /// The fields of LAME's tag that count; all four of the Xing fields are there.
    var info: (frames: Int, bytes: Int, delay: Int, padding: Int, musicCRC: Int, tagCRC: Int) {
        let lame = tagOffset + 120
        let gaps = bytes.integer(at: lame + 21, bytes: 3)
        return (
            bytes.integer(at: tagOffset + 8, bytes: 4), bytes.integer(at: tagOffset + 12, bytes: 4), gaps >> 12,
            gaps & 0xFFF, bytes.integer(at: lame + 32, bytes: 2), bytes.integer(at: lame + 34, bytes: 2)
        )
    }

    /// What the tag's own checksum covers.
    var bytesUnderTagCRC: ArraySlice<UInt8> { bytes[..<(tagOffset + 120 + 34)] }
}

/// A packed stream: an ID3 tag, then frames, nothing else.
struct MP3Stream {
    struct Malformed: Error { let offset: Int }

    let tag: [UInt8]
    let frames: [MP3Frame]

    init(_ bytes: [UInt8]) throws {
        var offset = 0
        if bytes.starts(with: Array("ID3".utf8)) {
            offset = 10 + bytes[6..<10].reduce(0) { $0 << 7 | Int($1) }
        }
        tag = Array(bytes[..<offset])
        var frames: [MP3Frame] = []
        while offset < bytes.count {
            guard let size = Self.frameSize(bytes, offset), offset + size <= bytes.count else {
                throw Malformed(offset: offset)
            }
            frames.append(MP3Frame(bytes: Array(bytes[offset..<offset + size])))
            offset += size
        }
        self.frames = frames
    }

    private static let bitRates = [
        true: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
        false: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    ]

    private static func frameSize(_ bytes: [UInt8], _ offset: Int) -> Int? {
        guard offset + 4 <= bytes.count, bytes.integer(at: offset, bytes: 2) & 0xFFE6 == 0xFFE2 else { return nil }
        let version = Int(bytes[offset + 1] >> 3 & 3)
        let isMPEG1 = version == 3
        let (rateIndex, frequencyIndex) = (Int(bytes[offset + 2] >> 4), Int(bytes[offset + 2] >> 2 & 3))
        guard version != 1, rateIndex < 15, frequencyIndex < 3, let rates = bitRates[isMPEG1] else { return nil }
        let frequency = [44_100, 48_000, 32_000][frequencyIndex] >> (isMPEG1 ? 0 : version == 2 ? 1 : 2)
        return (isMPEG1 ? 144 : 72) * rates[rateIndex] * 1000 / frequency + Int(bytes[offset + 2] >> 1 & 1)
    }

    /// The time of Apple's PRIV frame, the only one of the tag.
    var transportStreamTimestamp: Int? {
        let owner = Array("com.apple.streaming.transportStreamTimestamp\0".utf8)
        let expected = Array("PRIV".utf8) + [0, 0, 0, UInt8(owner.count + 8), 0, 0] + owner
        guard tag.count == 10 + expected.count + 8, Array(tag[10..<10 + expected.count]) == expected else { return nil }
        return tag.integer(at: 10 + expected.count, bytes: 8)
    }
}

/// CRC-16 as LAME's tag has it: polynomial 0x8005, reflected.
func crc16(_ bytes: some Sequence<UInt8>) -> Int {
    bytes.reduce(0) { sum, byte in
        (0..<8).reduce(sum ^ Int(byte)) { value, _ in value & 1 == 1 ? value >> 1 ^ 0xA001 : value >> 1 }
    }
}
