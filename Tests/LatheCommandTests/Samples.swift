import LatheMedia

@testable import Lathe
@testable import LatheCommand

/// Values that several suites describe.
enum Samples {
    /// A ladder of two, one of them done.
    static let progress = TranscodeProgress(
        fraction: 0.625, speed: 38.12, elapsed: .milliseconds(4200), remaining: .milliseconds(2520),
        renditions: [
            .init(id: "aac-96", state: .finished, fraction: 1, segmentCount: 75),
            .init(id: "vorbis-96", state: .encoding, fraction: 0.25, segmentCount: 1),
        ])

    /// Nothing known yet.
    static let beginning = TranscodeProgress(
        fraction: nil, speed: 0, elapsed: .zero, remaining: nil,
        renditions: [.init(id: "aac-96", state: .waiting, fraction: nil, segmentCount: 0)])

    static let digest = SHA256Digest(of: UnsafeRawBufferPointer(start: nil, count: 0))

    static var result: TranscodeResult {
        TranscodeResult(package: package, master: "music/waltz.flac", output: "my out", elapsed: .milliseconds(6900))
    }

    static var package: Package {
        Package(
            schema: Package.currentSchema, version: "0.1.0", layout: .segments,
            master: .init(
                container: "flac", codec: "flac", sampleRate: 44_100, channels: 2, bitsPerSample: 16,
                samples: 13_230_000, bytes: 31_210_321, sha256: digest, integrity: .md5, tags: MasterTags()),
            preset: .music, loudness: .init(integrated: -14.13, range: 6.2, truePeak: -0.04),
            notes: ["mp3-320 is made at 48,000 Hz."],
            manifests: [
                .init(path: "master.m3u8", format: .hls, renditions: ["aac-96"]),
                .init(path: "manifest.mpd", format: .dash, renditions: ["aac-96"]),
            ],
            renditions: [
                rendition("aac-96", .aac, "mp4a.40.2", initSegment: "aac/96/init.mp4", segmentBytes: [48_000, 47_000]),
                rendition("vorbis-320", .vorbis, "vorbis", progressive: "vorbis/320.ogg", segmentBytes: [1_250_000]),
            ],
            files: [.init(path: "aac/96/init.mp4", bytes: 700, sha256: digest)])
    }

    private static func rendition(
        _ id: String, _ codec: Codec, _ codecs: String, initSegment: String? = nil, progressive: String? = nil,
        segmentBytes: [Int]
    ) -> Package.Rendition {
        Package.Rendition(
            id: id, codec: codec, codecs: codecs, sampleRate: 44_100, channels: 2, nominalBitsPerSecond: 96_000,
            averageBitsPerSecond: 97_349, peakBitsPerSecond: 1_101_250, samples: 13_230_000, primingSamples: 1024,
            paddingSamples: 12, initSegment: initSegment, playlist: nil, progressive: progressive,
            segments: segmentBytes.map {
                .init(path: "s", start: 0, samples: 9216, bytes: $0, sha256: digest)
            })
    }
}
