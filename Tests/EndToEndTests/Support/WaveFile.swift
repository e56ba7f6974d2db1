internal import Foundation

/// A PCM master made of a formula.
struct WaveFile {
    var sampleRate = 44_100
    var channels = 2
    var bits = 16
    let samples: Int
    var shape: Shape = .music

    enum Shape: Sendable { case music, silence, square }

    func write(to path: String) throws {
        try Data(header + body).write(to: URL(filePath: path))
    }

    private var frameSize: Int { channels * bits / 8 }

    private var header: [UInt8] {
        Array("RIFF".utf8) + little(36 + samples * frameSize, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
            + little(1, 2) + little(channels, 2) + little(sampleRate, 4) + little(sampleRate * frameSize, 4)
            + little(frameSize, 2) + little(bits, 2) + Array("data".utf8) + little(samples * frameSize, 4)
    }

    private var body: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(samples * frameSize)
        for index in 0..<samples {
            let value = little(value(at: index), bits / 8)
            for _ in 0..<channels { bytes += value }
        }
        return bytes
    }

    private func value(at index: Int) -> Int {
        let full = 1 << (bits - 1) - 1
        switch shape {
        case .silence: return 0
        case .square: return index / 50 % 2 == 0 ? full : -full - 1
        case .music:
            let time = Double(index) / Double(sampleRate)
            return Int(Double(full) * 0.4 * (sin(1300 * time) + sin(2100 * time * (1 + time / 20))))
        }
    }

    private func little(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
}
