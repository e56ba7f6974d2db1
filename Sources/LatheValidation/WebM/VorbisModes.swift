/// The block sizes of a Vorbis stream, and which of the two each mode has: enough to count a packet's samples
/// (Vorbis I §4.2, §4.3.8).
struct VorbisModes: Equatable {
    let shortBlock: Int
    let longBlock: Int
    let channelCount: Int
    let sampleRate: Int
    /// By mode number: whether its blocks are long.
    let isLong: [Bool]

    /// Reads the three headers in Xiph lacing (Matroska codec specifications, A_VORBIS).
    init?(codecPrivate: ByteReader) {
        var reader = codecPrivate
        guard reader.integer(1) == 2, let first = Self.laced(&reader), let second = Self.laced(&reader),
            let identification = reader.take(first), reader.skip(second), let setup = reader.take(reader.remaining)
        else { return nil }
        self.init(identification: Array(identification), setup: Array(setup))
    }

    private static func laced(_ reader: inout ByteReader) -> Int? {
        var size = 0
        while let byte = reader.integer(1) {
            size += byte
            if byte < 255 { return size }
        }
        return nil
    }

    init?(identification: [UInt8], setup: [UInt8]) {
        guard identification.count >= 30, identification.starts(with: [1] + Array("vorbis".utf8)),
            setup.starts(with: [5] + Array("vorbis".utf8))
        else { return nil }
        channelCount = Int(identification[11])
        sampleRate = (0..<4).reduce(0) { $0 | Int(identification[12 + $1]) << (8 * $1) }
        shortBlock = 1 << Int(identification[28] & 15)
        longBlock = 1 << Int(identification[28] >> 4)
        guard 64...8192 ~= shortBlock, shortBlock...8192 ~= longBlock, channelCount > 0, sampleRate > 0,
            let isLong = Self.modes(endOf: setup)
        else { return nil }
        self.isLong = isLong
    }

    /// The modes end the setup header, so they are read from behind: the framing bit, then for each mode, backwards,
    /// 8 bits of mapping, 16 and 16 of zeros, and the block flag; before them 6 bits say how many there are.
    private static func modes(endOf setup: [UInt8]) -> [Bool]? {
        let bitCount = 8 * setup.count
        func bit(_ index: Int) -> Int { Int(setup[index / 8] >> UInt8(index % 8) & 1) }
        guard var end = (0..<bitCount).last(where: { bit($0) == 1 }) else { return nil }
        func value(_ start: Int, _ count: Int) -> Int { (0..<count).reduce(0) { $0 | bit(start + $1) << $1 } }
        var flags: [Bool] = []
        var answer: [Bool]?
        while end >= 41 + 6, flags.count < 64, value(end - 40, 32) == 0, value(end - 8, 8) < 64 {
            flags.insert(bit(end - 41) == 1, at: 0)
            end -= 41
            if value(end - 6, 6) + 1 == flags.count { answer = flags }
        }
        return answer
    }

    /// Samples of a packet's window; nil for what is no audio packet.
    func blockSize(of packet: ArraySlice<UInt8>) -> Int? {
        guard let first = packet.first, first & 1 == 0 else { return nil }
        let width = Int.bitWidth - (isLong.count - 1).leadingZeroBitCount
        let mode = Int(first >> 1) & (1 << width - 1)
        guard mode < isLong.count else { return nil }
        return isLong[mode] ? longBlock : shortBlock
    }
}
