import Foundation
import LatheMedia
import Testing

@Suite("MasterReader reads every kind of master as other programs do")
struct MasterReaderTests {
    @Test(
        "Samples equal FFmpeg's, bit for bit",
        arguments: [
            "music.flac", "stereo-96k-24bit.flac", "mono-48k-24bit.flac", "one-sample.flac", "47-samples.flac",
            "9217-samples.flac", "8bit.flac", "35467hz.flac", "surround-5.1.flac", "stereo.oga", "stereo-16bit.wav",
            "mono-8bit.wav", "stereo-24bit.wav", "surround-5.1.wav", "stereo-float.wav", "mono-double.wav",
            "stereo.rf64", "stereo.w64", "stereo.aiff", "stereo-24bit.aiff", "stereo-float.aifc",
            "stereo-little-endian.aifc",
        ])
    func equalsFFmpeg(name: String) throws {
        let decoded = try Masters.decode(Masters.path(name), block: 1000)
        let expected = try Masters.ffmpeg(Masters.path(name))
        #expect(!expected.isEmpty)
        #expect(decoded.interleaved == expected)
        #expect(decoded.facts.sampleCount == decoded.sampleCount)
        #expect(decoded.warnings == [])
        #expect(decoded.integrity == (decoded.facts.codec == "flac" ? .md5 : .length))
    }

    @Test("A FLAC of 32 bits, which FFmpeg 5.1 decodes to nothing, equals what flac decodes")
    func equalsFLAC() throws {
        let path = Masters.path("32bit.flac")
        let raw = try Masters.output(
            of: ["flac", "-d", "-s", "-c", "--force-raw-format", "--endian=little", "--sign=signed", path])
        let expected = Masters.numbers(raw, Int32.self).map { Float($0) / 0x1p31 }
        let decoded = try Masters.decode(path)
        #expect(decoded.interleaved == expected)
        #expect(decoded.facts.bitsPerSample == 32)
        #expect(decoded.integrity == .md5)
    }

    @Test("24 bits at the upper end of 32, which FFmpeg 5.1 takes for floats, equal the integers")
    func paddedIntegers() throws {
        let raw = Array(try Masters.bytes("24bit-in-32.wav").suffix(8000))
        let decoded = try Masters.decode(Masters.path("24bit-in-32.wav"))
        #expect(decoded.interleaved == Masters.numbers(raw, Int32.self).map { Float($0) / 0x1p31 })
        #expect(decoded.facts.codec == "pcm_s32le")
        #expect(decoded.facts.bitsPerSample == 24)
        #expect(decoded.warnings == [])
    }

    @Test(
        "Blocks hold exactly what was asked for, the last one the rest", arguments: [1, 13, 4096, 9216, 9217, 100_000])
    func blockLengths(size: Int) throws {
        let decoded = try Masters.decode(Masters.path("9217-samples.flac"), block: size)
        #expect(decoded.blockLengths.dropLast().allSatisfy { $0 == size })
        #expect(decoded.blockLengths.reduce(0, +) == 9217)
        #expect(decoded.interleaved == (try Masters.decode(Masters.path("9217-samples.flac")).interleaved))
    }

    @Test("After the end, read goes on to return nil")
    func endStays() throws {
        let reader = try MasterReader(path: Masters.path("one-sample.flac"))
        #expect(try reader.read(10)?.sampleCount == 1)
        #expect(try reader.read(10) == nil)
        #expect(try reader.read(10) == nil)
    }

    @Test("After an error, read goes on to throw it")
    func errorStays() throws {
        let bytes = Array(try Masters.bytes("9217-samples.flac").dropLast(100))
        try Masters.withFile(bytes) { path in
            let reader = try MasterReader(path: path)
            let first = #expect(throws: MediaError.self) { while try reader.read(1000) != nil {} }
            let second = #expect(throws: MediaError.self) { try reader.read(1000) }
            #expect(first == second)
            #expect(first?.cause == "it ends at sample 8192 of 9217")
        }
    }

    @Test("What a file is follows from its bytes, not from its name")
    func nameIsIgnored() throws {
        let decoded = try Masters.decode(try Masters.bytes("stereo.aiff"), named: "stereo.flac")
        #expect(decoded.facts.container == "aiff")
    }

    @Test("A file that changes while it is read is an error of input, not damage")
    func changingFile() throws {
        try Masters.withFile(try Masters.bytes("music.flac")) { path in
            let reader = try MasterReader(path: path)
            #expect(try reader.read(1000) != nil)
            #expect(truncate(path, 100_000) == 0)
            let error = #expect(throws: MediaError.self) { while try reader.read(1000) != nil {} }
            #expect(error?.code == .io)
            #expect(error?.cause == "the file changed while it was read")
        }
    }
}
