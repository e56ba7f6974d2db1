internal import Foundation
internal import Lathe
internal import Testing

struct LengthTests {
    /// A master made for the purpose.
    struct Case: Sendable, CustomTestStringConvertible {
        var sampleRate = 44_100
        var channels = 2
        var samples: Int
        var level: @Sendable (Int) -> Int16 = { Int16(truncatingIfNeeded: ($0 * 7919) % 20_011 - 10_005) }
        var testDescription: String { "\(samples) samples, \(channels) channels, \(sampleRate) Hz" }

        var wave: Data {
            func little(_ value: Int, _ bytes: Int) -> [UInt8] { (0..<bytes).map { UInt8(value >> (8 * $0) & 0xFF) } }
            let size = samples * channels * 2
            var bytes = Array("RIFF".utf8) + little(36 + size, 4) + Array("WAVEfmt ".utf8) + little(16, 4)
            bytes += little(1, 2) + little(channels, 2) + little(sampleRate, 4)
            bytes += little(sampleRate * channels * 2, 4) + little(channels * 2, 2) + little(16, 2)
            bytes += Array("data".utf8) + little(size, 4)
            for index in 0..<samples {
                for _ in 0..<channels { bytes += little(Int(level(index)), 2) }
            }
            return Data(bytes)
        }
    }

    static let cases = [
        Case(samples: 1), Case(samples: 47), Case(samples: 9217), Case(samples: 2 * 175_104),
        Case(samples: 60_000, level: { _ in 0 }), Case(samples: 60_000, level: { $0 / 100 % 2 == 0 ? .max : .min }),
        Case(channels: 1, samples: 60_000), Case(channels: 6, samples: 30_000),
        Case(sampleRate: 96_000, samples: 100_001), Case(sampleRate: 8000, samples: 20_000),
        Case(sampleRate: 22_050, samples: 50_000), Case(sampleRate: 35_467, samples: 40_000),
    ]

    @Test("Every length, rate and width makes a right package", arguments: cases)
    func lengths(of master: Case) async throws {
        let folder = try TemporaryFolder()
        try master.wave.write(to: URL(filePath: folder / "master.wav"))
        let made = try await MadePackage(folder / "master.wav")
        #expect(made.package.master.samples == master.samples)
        for rendition in made.package.renditions {
            #expect(rendition.segments.first?.start == 0)
            #expect(rendition.segments.reduce(0) { $0 + $1.samples } == rendition.samples)
            let path = "\(made.path)/\(try #require(rendition.progressive ?? rendition.playlist))"
            // FFmpeg doubts that a file of three frames is MP3, and warns of durations below a millisecond.
            let format = rendition.codec == .mp3 ? ["-f", "mp3"] : []
            let run = try Tool.run(
                "ffmpeg", ["-nostdin", "-v", "warning"] + format + ["-i", path, "-f", "f32le", "-"])
            if master.samples >= 47 { #expect(run.complaints == "", "\(rendition.id)") }
            guard rendition.progressive != nil else { continue }
            #expect(run.output.count / (4 * rendition.channels) == rendition.samples, "\(rendition.id)")
        }
    }
}
