import Foundation
import LatheMedia
import Testing

@Suite("Coded files, read frame by frame")
struct CodedFileTests {
    /// What came out of a file, read to its end.
    private struct Reading {
        var facts: CodedFacts
        var frames: [[UInt8]] = []
        var samples = 0
    }

    private func read(_ bytes: [UInt8]) throws -> Reading {
        let path = FileManager.default.temporaryDirectory.appending(path: "lathe-\(UUID())").path
        try Data(bytes).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        let input = try CodedFile.open(path)
        var reading = Reading(facts: input.facts)
        try input.forEachFrame {
            reading.frames.append(Array($0.bytes))
            reading.samples += $0.sampleCount
        }
        return reading
    }

    private func failure(_ bytes: [UInt8]) -> MediaError? {
        do {
            _ = try read(bytes)
            return nil
        } catch {
            return error as? MediaError
        }
    }

    /// The frames of the M4A fixture behind headers of ADTS.
    private func adts() throws -> [UInt8] {
        try read(Masters.bytes("lossy.m4a")).frames.flatMap { frame -> [UInt8] in
            let size = frame.count + 7
            return [
                0xFF, 0xF1, 0x50, 0x80 | UInt8(size >> 11), UInt8(size >> 3 & 0xFF), UInt8(size & 7) << 5 | 0x1F, 0xFC,
            ] + frame
        }
    }

    @Test(
        "Length, priming and form are what the file says",
        arguments: [
            ("lossy.m4a", "mp4", 1024), ("lossy.mp3", "mp3", 1105), ("lossy.ogg", "ogg", 0),
            ("47-samples.flac", "flac", 0),
        ])
    func facts(name: String, container: String, priming: Int) throws {
        let reading = try read(Masters.bytes(name))
        #expect(reading.facts.container == container)
        #expect(reading.facts.primingSamples == priming)
        #expect(reading.samples >= priming + reading.facts.sampleCount)
        #expect(reading.facts.sampleRate == 44_100)
        #expect(reading.facts.notes == [])
    }

    @Test("ADTS has the same access units, and a note says what it leaves open")
    func bareADTS() throws {
        let (bare, packed) = (try read(adts()), try read(Masters.bytes("lossy.m4a")))
        #expect(bare.frames == packed.frames)
        #expect(bare.facts.primingSamples == 0)
        #expect(bare.facts.sampleCount == 1024 * bare.frames.count)
        #expect(bare.facts.sampleRate == 44_100)
        #expect(bare.facts.channelCount == packed.facts.channelCount)
        #expect(bare.facts.notes.count == 1)
    }

    @Test(
        "Cut anywhere it is an error, never a trap",
        arguments: [("lossy.m4a", 1), ("lossy.mp3", 1), ("lossy.ogg", 7), ("47-samples.flac", 1)])
    func truncation(name: String, step: Int) throws {
        let whole = try Masters.bytes(name)
        for length in stride(from: 0, to: whole.count, by: step) {
            #expect(failure(Array(whole.prefix(length))) != nil, "\(length) bytes")
        }
    }

    @Test("ADTS cut anywhere but between two frames is an error")
    func truncatedADTS() throws {
        let whole = try adts()
        var ends: Set<Int> = []
        var end = 0
        for frame in try read(whole).frames {
            end += frame.count + 7
            ends.insert(end)
        }
        for length in 0..<whole.count {
            #expect((failure(Array(whole.prefix(length))) == nil) == ends.contains(length), "\(length) bytes")
        }
    }

    @Test(
        "Any byte turned round is an error or another file, never a trap",
        arguments: [("lossy.m4a", 1), ("lossy.mp3", 1), ("lossy.ogg", 31)])
    func damage(name: String, step: Int) throws {
        let whole = try Masters.bytes(name)
        for place in stride(from: 0, to: whole.count, by: step) {
            for value: UInt8 in [0xFF, whole[place] &+ 1] { _ = failure(whole.patched(place, [value])) }
        }
    }

    @Test("A byte turned round in a page of Ogg is found by its checksum")
    func pageChecksum() throws {
        let whole = try Masters.bytes("lossy.ogg")
        #expect(failure(whole.patched(whole.count - 5, [whole[whole.count - 5] ^ 1]))?.code == .corrupt)
    }

    @Test(
        "What cannot be packaged is named",
        arguments: [
            ("stereo-16bit.wav", "it is a lossless master that no player streams"),
            ("stereo.oga", "it is a lossless master that no player streams"),
        ])
    func foreign(name: String, cause: String) throws {
        let error = failure(try Masters.bytes(name))
        #expect(error?.code == .unsupported)
        #expect(error?.cause == cause)
    }

    @Test("Tags before and behind MP3 are stepped over")
    func foreignTags() throws {
        let original = try Masters.bytes("lossy.mp3")
        let front = Array("ID3".utf8) + [4, 0, 0, 0, 0, 1, 2] + [UInt8](repeating: 7, count: 130)
        let last = Array("TAG".utf8) + [UInt8](repeating: 32, count: 125)
        #expect(try read(front + original + last).frames == read(original).frames)
    }
}

@Suite("Cross-correlation")
struct CrossCorrelationTests {
    private func noise(_ count: Int) -> [Float] {
        var state: UInt32 = 1
        return (0..<count).map { _ in
            state = state &* 1_664_525 &+ 1_013_904_223
            return Float(state >> 8) / 0x1p24 - 0.5
        }
    }

    @Test("The lag of the second signal is found", arguments: [0, 1, 1105, -1105, 5000])
    func lag(samples: Int) throws {
        let source = noise(40_000)
        let comparison = try CrossCorrelation(
            Array(source[10_000..<30_000]), Array(source[10_000 - samples..<30_000 - samples]))
        #expect(comparison.lag == samples)
        #expect(comparison.prominence > 50)
    }

    @Test("Of a tone's many lags the smallest is taken, and silence has none")
    func ambiguous() throws {
        let tone = (0..<20_000).map { Float($0 % 100 < 50 ? 1 : -1) }
        #expect(try CrossCorrelation(tone, tone).lag == 0)
        let silence = [Float](repeating: 0, count: 100)
        #expect(try CrossCorrelation(silence, silence) == CrossCorrelation(silence, tone))
        #expect(try CrossCorrelation(silence, tone).prominence == 0)
    }
}
