import LatheMedia
import Testing

@Suite("WAVE and AIFF that are cut, damaged or lie")
struct BrokenWaveTests {
    private static let tenSamples = [UInt8](0..<40)
    private static let placeholderWarning =
        "The header declares no real length; everything up to the end of the file was taken."

    @Test(
        "Cut at every byte, each container is an error until all audio is there",
        arguments: ["mono-8bit.wav", "stereo.rf64", "stereo.w64", "stereo.aiff", "stereo-float.aifc"])
    func truncation(name: String) throws {
        let whole = try Masters.bytes(name)
        let expected = try Masters.decode(whole).sampleCount
        let step = whole.count > 1000 ? 11 : 1
        for length in stride(from: 0, to: whole.count, by: step) {
            let cut = Array(whole.prefix(length))
            if let error = Masters.failure(cut) {
                #expect(error.code == .truncated, "\(length) bytes: \(error)")
            } else {
                #expect(try Masters.decode(cut).sampleCount == expected, "\(length) bytes")
            }
        }
    }

    @Test(
        "With the sizes that streaming writers leave, what is there is taken", arguments: [0, 0x7FFF_F000, UInt32.max])
    func placeholders(size: UInt32) throws {
        let wave = WaveBytes(data: Self.tenSamples, declaredData: size, declaredFile: size).bytes
        for length in 0...wave.count {
            let cut = Array(wave.prefix(length))
            guard length >= 48 else {
                #expect(Masters.failure(cut)?.code == .truncated, "\(length) bytes")
                continue
            }
            let decoded = try Masters.decode(cut)
            #expect(decoded.sampleCount == (length - 44) / 4)
            #expect(decoded.integrity == .none)
            #expect(decoded.warnings.count == (length % 4 == 0 ? 1 : 2))
        }
    }

    @Test("A data size beyond the file: whole if the RIFF size fits the file, cut if it does not")
    func excessiveData() throws {
        var wave = WaveBytes(data: Self.tenSamples, declaredData: 100)
        let recovered = try Masters.decode(wave.bytes)
        #expect(recovered.sampleCount == 10)
        #expect(recovered.integrity == .none)
        #expect(recovered.warnings.count == 1)

        wave.declaredFile = 36 + 100
        #expect(Masters.failure(wave.bytes)?.cause == "it ends at sample 10 of 25")
        #expect(Masters.failure(wave.bytes)?.code == .truncated)

        wave.declaredFile = 50
        #expect(Masters.failure(wave.bytes)?.code == .corrupt)
    }

    @Test("An incomplete last sample is left out with a warning")
    func partialSample() throws {
        let decoded = try Masters.decode(WaveBytes(data: Self.tenSamples + [1, 2, 3]).bytes)
        #expect(decoded.sampleCount == 10)
        #expect(decoded.integrity == .length)
        #expect(decoded.warnings == ["The audio ends with 3 bytes of an incomplete sample, which were ignored."])
    }

    @Test("No audio at all", arguments: [[], WaveBytes.chunk("LIST", Array("INFO".utf8))])
    func empty(behind: [UInt8]) {
        #expect(Masters.failure(WaveBytes(data: [], behind: behind).bytes)?.code == .truncated)
    }

    @Test("RF64 with sizes beyond 63 bits is damage and no trap", arguments: [UInt64(1) << 63, UInt64.max])
    func rf64Overflow(size: UInt64) {
        var wave = WaveBytes(form: "RF64", data: Self.tenSamples, declaredData: .max, declaredFile: .max)
        wave.ds64 = [UInt8](little: size) + [UInt8](little: size) + [UInt8](repeating: 0, count: 12)
        #expect(Masters.failure(wave.bytes)?.code == .corrupt)
    }

    @Test("RF64 without its ds64 chunk is damage; with true sizes it is whole; with too large ones it is cut")
    func rf64() throws {
        var wave = WaveBytes(form: "RF64", data: Self.tenSamples, declaredData: .max, declaredFile: .max)
        #expect(Masters.failure(wave.bytes)?.code == .corrupt)
        let total = UInt64(wave.bytes.count + 36 - 8)
        wave.ds64 = [UInt8](little: total) + [UInt8](little: UInt64(40)) + [UInt8](repeating: 0, count: 12)
        #expect(try Masters.decode(wave.bytes).sampleCount == 10)
        wave.ds64 = [UInt8](little: total + 4000) + [UInt8](little: UInt64(4040)) + [UInt8](repeating: 0, count: 12)
        #expect(Masters.failure(wave.bytes)?.cause == "it ends at sample 10 of 1010")
    }

    @Test("Formats that cannot be", arguments: [(0 as UInt16, nil as UInt16?), (2, 0), (2, 3), (2, 2), (9, nil)])
    func impossibleFormats(channels: UInt16, align: UInt16?) {
        let wave = WaveBytes(channels: channels, blockAlign: align, data: Self.tenSamples)
        #expect(Masters.failure(wave.bytes)?.code == (channels == 9 ? .limitExceeded : .corrupt))
    }

    @Test(
        "Rates beyond the limits",
        arguments: [(0 as UInt32, "corrupt"), (384_001, "limitExceeded"), (.max, "limitExceeded")])
    func rates(rate: UInt32, code: String) {
        #expect(Masters.failure(WaveBytes(sampleRate: rate, data: Self.tenSamples).bytes)?.code.rawValue == code)
    }

    @Test("Any rate from 1 Hz to the limit", arguments: [1, 8000, 35467, 192_000, 384_000])
    func oddRates(rate: UInt32) throws {
        #expect(
            try Masters.decode(WaveBytes(sampleRate: rate, data: Self.tenSamples).bytes).facts.sampleRate == Int(rate))
    }

    @Test("24 bits in 4 bytes without WAVEFORMATEXTENSIBLE mean different things to different programs")
    func ambiguousPadding() {
        let wave = WaveBytes(bits: 24, blockAlign: 8, data: Self.tenSamples)
        #expect(Masters.failure(wave.bytes)?.code == .unsupported)
    }

    @Test("Sound in bits that are declared empty is a warning")
    func usedPadding() throws {
        var wave = WaveBytes(bits: 32, data: Self.tenSamples)
        wave.extensible = (24, 0x3, 1)
        #expect(
            try Masters.decode(wave.bytes).warnings == ["Bits below the declared 24 are set; they were taken as sound."]
        )
    }

    @Test("NaN and infinity become 0, what is absurdly loud is clamped, and both are counted")
    func wrongFloats() throws {
        let values: [Float] = [0.5, .nan, -.infinity, 16, -17, 3e38, -.signalingNaN, 1]
        let data = values.flatMap { [UInt8](little: $0.bitPattern) }
        let decoded = try Masters.decode(WaveBytes(tag: 3, channels: 1, bits: 32, data: data).bytes)
        #expect(decoded.channels == [[0.5, 0, 0, 16, -16, 16, 0, 1]])
        #expect(decoded.warnings == ["3 NaN or infinite samples became 0.", "2 samples beyond ±16 were clamped."])
        let doubles = [Double.nan, 1e300, -0.25].flatMap { [UInt8](little: $0.bitPattern) }
        let wide = try Masters.decode(WaveBytes(tag: 3, channels: 1, bits: 64, data: doubles).bytes)
        #expect(wide.channels == [[0, 16, -0.25]])
    }

    @Test("Two data chunks, and more chunks than any file needs, are damage")
    func chunks() {
        let second = WaveBytes.chunk("data", Self.tenSamples)
        #expect(Masters.failure(WaveBytes(data: Self.tenSamples, behind: second).bytes)?.code == .corrupt)
        let many = Array(repeating: WaveBytes.chunk("junk", []), count: 5000).flatMap(\.self)
        #expect(Masters.failure(WaveBytes(data: Self.tenSamples, before: many).bytes)?.code == .corrupt)
    }

    @Test("Metadata beyond the limit are refused")
    func hugeMetadata() {
        let list = WaveBytes.chunk("LIST", [UInt8](repeating: 0, count: 2000))
        let wave = WaveBytes(data: Self.tenSamples, before: list)
        #expect(Masters.failure(wave.bytes, limits: MasterLimits(metadataBytes: 1999))?.code == .limitExceeded)
        #expect(Masters.failure(wave.bytes) == nil)
    }

    @Test("AIFF that declares more samples than its SSND chunk holds is damage or cut, never less audio")
    func aiffLies() throws {
        let whole = try Masters.bytes("stereo.aiff")
        let common = try #require((0..<whole.count - 4).first { whole[$0..<$0 + 4].elementsEqual("COMM".utf8) })
        let count = common + 10
        let more = Masters.failure(whole.patched(count, [0, 0, 0x07, 0xD1]))
        #expect(more?.code == .truncated)
        #expect(more?.cause == "it ends at sample 2000 of 2001")
        let less = try Masters.decode(whole.patched(count, [0, 0, 0x07, 0xCF]))
        #expect(less.sampleCount == 1999)
        #expect(less.warnings == ["4 bytes of audio behind the declared 1999 samples were ignored."])
        #expect(Masters.failure(whole.patched(count, [0, 0, 0, 0]))?.code == .truncated)
    }
}
