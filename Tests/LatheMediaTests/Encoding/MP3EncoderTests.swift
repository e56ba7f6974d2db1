internal import LatheMedia
internal import Testing

struct MP3EncoderTests {
    private struct Encoding {
        var segments: [[UInt8]] = []
        var infoFrame: [UInt8] = []
        var padding = 0
        var frameCount = 0
    }

    private func encode(_ signal: PCMBlock, kilobits: Int, framesPerSegment: Int?) throws -> Encoding {
        let encoder = try MP3Encoder(
            sampleRate: signal.sampleRate, channelCount: signal.channelCount, kilobitsPerSecond: kilobits,
            subject: "mp3")
        var result = Encoding(segments: [[]])
        encoder.nextCut = framesPerSegment
        let add = { (bytes: UnsafeRawBufferPointer, ends: Bool) in
            result.segments[result.segments.count - 1] += Array(bytes)
            guard ends, let framesPerSegment else { return }
            result.segments.append([])
            encoder.nextCut = encoder.nextCut.map { $0 + framesPerSegment }
        }
        try encoder.encode(signal, add)
        try encoder.finish(add)
        result.segments.removeAll(where: \.isEmpty)
        result.infoFrame = try encoder.infoFrame()
        result.padding = encoder.paddingSamples
        result.frameCount = encoder.frameCount
        return result
    }

    @Test("Each segment has its frames and begins with an empty reservoir", arguments: [96, 160, 320])
    func independentSegments(kilobits: Int) throws {
        let signal = TestSignal.music(sampleCount: 1152 * 100)
        let encoding = try encode(signal, kilobits: kilobits, framesPerSegment: 24)
        let frames = encoding.segments.map { MP3Frame.split($0) }
        #expect(frames.map(\.count) == [24, 24, 24, 24, encoding.frameCount - 96])
        #expect(frames.allSatisfy { $0[0].mainDataBegin == 0 })
    }

    @Test("Inside segments the bit reservoir is in use")
    func reservoir() throws {
        let encoding = try encode(TestSignal.music(sampleCount: 1152 * 60), kilobits: 96, framesPerSegment: 24)
        #expect(encoding.segments.flatMap { MP3Frame.split($0) }.contains { $0.mainDataBegin > 0 })
    }

    @Test("Delay, samples and padding fill whole frames", arguments: [1, 47, 1152, 9217, 44_100])
    func padding(sampleCount: Int) throws {
        let encoding = try encode(
            TestSignal.music(sampleCount: sampleCount), kilobits: 160, framesPerSegment: nil)
        #expect(1105 + sampleCount + encoding.padding == encoding.frameCount * 1152)
        #expect(encoding.segments.count == 1)
    }

    @Test("The Info frame is a frame that counts the others and no audio of the segments")
    func infoFrame() throws {
        let encoding = try encode(TestSignal.music(sampleCount: 44_100), kilobits: 160, framesPerSegment: 12)
        let tag = try #require(encoding.infoFrame.firstRange(of: Array("Info".utf8)))
        let flagsEnd = tag.upperBound + 4
        let count = encoding.infoFrame[flagsEnd..<flagsEnd + 4].reduce(0) { $0 << 8 | Int($1) }
        #expect(count == encoding.frameCount)
        #expect(MP3Frame.split(encoding.infoFrame).count == 1)
        #expect(encoding.segments.allSatisfy { $0.firstRange(of: Array("Info".utf8)) == nil })
    }

    @Test("Below 32 kHz frames are half as long")
    func lowSamplingFrequencies() throws {
        let signal = TestSignal.music(sampleRate: 22_050, channelCount: 1, sampleCount: 576 * 40)
        let encoding = try encode(signal, kilobits: 64, framesPerSegment: 16)
        let frames = encoding.segments.map { MP3Frame.split($0) }
        #expect(frames.map(\.count).prefix(2) == [16, 16])
        #expect(frames.allSatisfy { $0[0].mainDataBegin == 0 })
    }

    @Test("A bit rate that layer III has not is an error")
    func badRate() {
        #expect(throws: MediaError.self) {
            try MP3Encoder(sampleRate: 44_100, channelCount: 2, kilobitsPerSecond: 100, subject: "mp3-100")
        }
    }

    @Test("The bit rates of each version are the standard's")
    func rates() {
        #expect(MP3Encoder.bitRates(sampleRate: 44_100).first == 32)
        #expect(MP3Encoder.bitRates(sampleRate: 44_100).last == 320)
        #expect(MP3Encoder.bitRates(sampleRate: 22_050).last == 160)
        #expect(MP3Encoder.bitRates(sampleRate: 8000).last == 64)
    }
}

/// What a frame header and the beginning of its side information say (ISO/IEC 11172-3 §2.4.1).
private struct MP3Frame {
    let mainDataBegin: Int

    static func split(_ stream: [UInt8]) -> [MP3Frame] {
        var frames: [MP3Frame] = []
        var position = 0
        while position + 6 <= stream.count, stream[position] == 0xFF, stream[position + 1] & 0xE0 == 0xE0 {
            let isVersion1 = stream[position + 1] >> 3 & 3 == 3
            let isVersion25 = stream[position + 1] >> 3 & 3 == 0
            let kilobits =
                isVersion1
                ? [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320]
                : [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160]
            let rate =
                [44_100, 48_000, 32_000][Int(stream[position + 2] >> 2 & 3)] / (isVersion1 ? 1 : isVersion25 ? 4 : 2)
            let bytes = (isVersion1 ? 144_000 : 72_000) * kilobits[Int(stream[position + 2] >> 4)] / rate
            let sideInformation = Int(stream[position + 4]) << 8 | Int(stream[position + 5])
            frames.append(MP3Frame(mainDataBegin: sideInformation >> (isVersion1 ? 7 : 8)))
            position += bytes + Int(stream[position + 2] >> 1 & 1)
        }
        return frames
    }
}
