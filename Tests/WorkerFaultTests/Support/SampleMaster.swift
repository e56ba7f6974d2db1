internal import Foundation

/// A short master: 16-bit stereo PCM of noise that fades, which no encoder finds trivial.
struct SampleMaster {
    var seconds = 2

    func write(to path: String) throws {
        let count = seconds * 44_100
        var body = [UInt8](repeating: 0, count: count * 4)
        var random = SeededRandom(seed: 1)
        for index in 0..<count {
            let value = Int16(truncatingIfNeeded: Int(random.next() & 0x1FFF) * (count - index) / count)
            body[index * 4] = UInt8(truncatingIfNeeded: value)
            body[index * 4 + 1] = UInt8(truncatingIfNeeded: value >> 8)
            body[index * 4 + 2] = body[index * 4]
            body[index * 4 + 3] = body[index * 4 + 1]
        }
        try Data(header(bytes: body.count) + body).write(to: URL(filePath: path))
    }

    private func header(bytes: Int) -> [UInt8] {
        Array("RIFF".utf8) + little(36 + bytes, 4) + Array("WAVEfmt ".utf8) + little(16, 4) + little(1, 2)
            + little(2, 2) + little(44_100, 4) + little(176_400, 4) + little(4, 2) + little(16, 2)
            + Array("data".utf8) + little(bytes, 4)
    }

    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
