/// WAV files of any length.
enum WaveMaster {
    /// 16 bits, stereo, 44.1 kHz.
    static func bytes(_ size: Int) -> [UInt8] {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let data = size - 44
        let head: [[UInt8]] = [
            Array("RIFF".utf8), little(36 + data, 4), Array("WAVEfmt ".utf8), little(16, 4), little(1, 2), little(2, 2),
            little(44_100, 4), little(176_400, 4), little(4, 2), little(16, 2), Array("data".utf8), little(data, 4),
        ]
        return head.flatMap(\.self) + (0..<data).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    }
}
