internal import LatheValidation
internal import Testing

/// Damage that nobody thought of: it must never be a crash, and never an endless search.
@Suite("Random damage")
struct MutationTests {
    @Test(
        "Files with random bytes changed, cut, doubled or swapped are reported on, whatever they say", arguments: 0..<8)
    func mutations(seed: UInt64) async throws {
        let music = try await SamplePackage.music
        var numbers = Numbers(seed: seed)
        for _ in 0..<12 {
            var package = music
            if numbers.next(below: 2) == 0 { package.anonymise() }
            for _ in 0...numbers.next(below: 3) { Self.damage(&package, &numbers) }
            let report = try package.report()
            #expect(report.findings.count <= 2000)
        }
    }

    @Test("Numbers at the edges of their fields are survived", arguments: ["aac/96/init.mp4", "aac/96/00002.m4s"])
    func edges(path: String) async throws {
        var package = try await SamplePackage.music
        package.anonymise()
        // One bit rate is enough, and faster.
        package.files = package.files.filter { $0.key.hasPrefix("aac/96") }
        let original = package.files[path] ?? []
        for offset in stride(from: 0, to: min(original.count, 900), by: 4) {
            for value: UInt8 in [0x00, 0x7F, 0xFF] {
                var bytes = original
                for index in offset..<min(offset + 4, bytes.count) { bytes[index] = value }
                package.files[path] = bytes
                _ = try package.report()
            }
        }
    }

    @Test(
        "A number of any length in a playlist or manifest is survived",
        arguments: ["9", "999999999999999999999999", "-1", "1e308", ""])
    func numbers(text: String) async throws {
        let music = try await SamplePackage.music
        for path in ["aac/96/index.m3u8", "master.m3u8", "manifest.mpd", "vorbis.mpd", "package.json"] {
            let digits = Self.digitRuns(in: music.files[path] ?? [])
            for range in digits.prefix(30) {
                var package = music
                package.files[path]?.replaceSubrange(range, with: Array(text.utf8))
                _ = try package.report()
            }
        }
    }

    private static func digitRuns(in bytes: [UInt8]) -> [Range<Int>] {
        var runs: [Range<Int>] = []
        var start: Int?
        for (index, byte) in bytes.enumerated() {
            let isDigit = 48...57 ~= byte
            if isDigit, start == nil { start = index }
            if !isDigit, let first = start {
                runs.append(first..<index)
                start = nil
            }
        }
        return runs
    }

    private static func damage(_ package: inout SamplePackage, _ numbers: inout Numbers) {
        let paths = package.files.keys.sorted()
        let path = paths[numbers.next(below: paths.count)]
        guard var bytes = package.files[path], !bytes.isEmpty else { return }
        // Heads hold what is read; most of the rest is sound.
        let place = numbers.next(below: numbers.next(below: 4) == 0 ? bytes.count : min(bytes.count, 400))
        let length = min(numbers.next(below: 16) + 1, bytes.count - place)
        switch numbers.next(below: 6) {
        case 0: bytes[place] ^= 1 << UInt8(numbers.next(below: 8))
        case 1: for index in place..<place + length { bytes[index] = UInt8(numbers.next(below: 256)) }
        case 2: bytes.removeSubrange(place..<place + length)
        case 3: bytes.insert(contentsOf: bytes[place..<place + length], at: place)
        case 4: bytes.removeLast(bytes.count - place)
        default: bytes = package.files[paths[numbers.next(below: paths.count)]] ?? []
        }
        package.files[path] = bytes
    }
}

/// The same numbers for the same seed (SplitMix64's idea, any would do).
private struct Numbers {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next(below bound: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int((state >> 33) % UInt64(max(1, bound)))
    }
}
