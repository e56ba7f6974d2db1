import LatheMedia
import Testing

@Suite("FLAC that is cut, damaged or lies")
struct BrokenFLACTests {
    @Test("Cut at every byte, it is an error that says so")
    func truncation() throws {
        let whole = try Masters.bytes("47-samples.flac")
        for length in 0..<whole.count {
            let error = Masters.failure(Array(whole.prefix(length)))
            #expect(error?.code == .truncated, "\(length) bytes: \(error?.description ?? "no error")")
        }
    }

    @Test("Cut at every byte and without a total, only a cut between two frames goes unnoticed")
    func truncationWithoutTotal() throws {
        let whole = FLACBytes.withoutTotal(try Masters.bytes("three-frames.flac"))
        var lengths: [Int] = []
        for length in 0..<whole.count {
            guard let decoded = try? Masters.decode(Array(whole.prefix(length))) else { continue }
            lengths.append(decoded.sampleCount)
            #expect(decoded.integrity == .crc)
            #expect(decoded.facts.sampleCount == nil)
        }
        #expect(lengths == [64, 128])
    }

    @Test("Cut at every byte and without a total but with an MD5, nothing goes unnoticed")
    func truncationWithMD5() throws {
        let whole = FLACBytes.withoutTotal(try Masters.bytes("three-frames.flac"), keepsMD5: true)
        #expect(try Masters.decode(whole).integrity == .md5)
        for length in 0..<whole.count { #expect(Masters.failure(Array(whole.prefix(length))) != nil) }
    }

    @Test("Cut at every 7th byte, Ogg is an error")
    func truncatedOgg() throws {
        let whole = try Masters.bytes("stereo.oga")
        for length in stride(from: 0, to: whole.count, by: 7) {
            let error = Masters.failure(Array(whole.prefix(length)))
            #expect(error?.code == .truncated || error?.code == .corrupt, "\(length): \(error?.description ?? "none")")
        }
    }

    @Test("Ogg without total and MD5, cut between two pages, is an error")
    func truncatedAnonymousOgg() throws {
        let pages = OggBytes.pages(try Masters.bytes("stereo.oga"))
        let anonymous = OggBytes.withoutTotal(pages)
        let decoded = try Masters.decode(Array(anonymous.joined()))
        #expect(decoded.sampleCount == 9217)
        #expect(decoded.facts.sampleCount == nil)
        #expect(decoded.integrity == .crc)
        for count in 1..<anonymous.count {
            #expect(Masters.failure(Array(anonymous.prefix(count).joined()))?.code == .truncated)
        }
    }

    @Test("Two Ogg streams one after the other are refused")
    func chainedOgg() throws {
        let pages = OggBytes.pages(try Masters.bytes("stereo.oga"))
        let second = pages.map { OggBytes.sealed($0.patched(14, little: UInt32(77))) }
        #expect(Masters.failure(Array((pages + second).joined()))?.code == .unsupported)
    }

    @Test("One wrong bit in a frame names the sample where it broke")
    func wrongBit() throws {
        let whole = try Masters.bytes("9217-samples.flac")
        let middle = whole.count - FLACBytes.frames(whole).count / 2
        let error = Masters.failure(whole.patched(middle, [whole[middle] ^ 0x10]))
        #expect(error?.code == .corrupt)
        #expect(error?.cause == "a frame is damaged at sample 4096")
    }

    @Test("A wrong MD5 is damage")
    func wrongMD5() throws {
        let whole = try Masters.bytes("9217-samples.flac")
        let error = Masters.failure(whole.patched(FLACBytes.md5, [whole[FLACBytes.md5] ^ 1]))
        #expect(error?.code == .corrupt)
        #expect(error?.cause == "the MD5 of its 9217 samples does not match")
    }

    @Test(
        "A total that is too large or too small",
        arguments: [(9218, "truncated"), (9216, "corrupt"), (4096, "corrupt")])
    func wrongTotal(total: Int, code: String) throws {
        let whole = try Masters.bytes("9217-samples.flac")
        let zeroed = FLACBytes.withoutTotal(whole)
        #expect(Masters.failure(FLACBytes.declaring(total, zeroed))?.code.rawValue == code)
    }

    @Test("A total beyond the limit is refused before anything is decoded")
    func hugeTotal() throws {
        let bytes = FLACBytes.declaring((1 << 36) - 1, try Masters.bytes("47-samples.flac"))
        #expect(Masters.failure(bytes)?.code == .limitExceeded)
    }

    @Test("A rate of 0 Hz is damage")
    func noRate() throws {
        let whole = try Masters.bytes("47-samples.flac")
        let bytes = whole.patched(FLACBytes.rate, [0, 0, whole[FLACBytes.rate + 2] & 0x0F])
        #expect(Masters.failure(bytes)?.cause == "its header says 0 Hz")
    }

    @Test(
        "Frames of another format are damage that names the sample", arguments: ["8bit.flac", "stereo-96k-24bit.flac"])
    func formatChange(name: String) throws {
        let first = FLACBytes.withoutTotal(try Masters.bytes("47-samples.flac"))
        let error = Masters.failure(first + FLACBytes.frames(try Masters.bytes(name)))
        #expect(error?.code == .corrupt)
        #expect(error?.cause == "its format changes at sample 47")
    }

    @Test(
        "A frame too few is damage, at the start and in the middle, where libFLAC would fill in silence, with and without MD5",
        arguments: [0, 1], [true, false])
    func missingFrame(index: Int, keepsMD5: Bool) throws {
        let whole = FLACBytes.withoutTotal(try Masters.bytes("three-frames.flac"), keepsMD5: keepsMD5)
        let frames = FLACBytes.frames(whole)
        // All frames begin alike but for their number.
        let starts = (0..<frames.count - 5).filter {
            frames[$0] == 0xFF && frames[$0 + 1] == 0xF8 && frames[$0 + 4] < 3
        }
        try #require(starts.count == 3)
        let head = whole.prefix(whole.count - frames.count)
        let left = frames[..<starts[index]] + frames[starts[index + 1]...]
        let error = Masters.failure(Array(head + left))
        #expect(error?.code == .corrupt)
        // libFLAC 1.5 sees the gap by itself.
        let causes = ["frames are missing at sample 64", "a frame cannot be parsed at sample 64"]
        if index == 1 { #expect(causes.contains(error?.cause ?? ""), "\(error?.cause ?? "")") }
    }

    @Test("A block size that no frame has, so that frames seem to be missing, is damage and no trap")
    func lyingBlockSize() throws {
        let bytes = try Masters.bytes("three-frames.flac").patched(8, [0xFF, 0xFF, 0xFF, 0xFF])
        #expect(Masters.failure(bytes)?.code == .corrupt)
    }

    @Test("An ID3v2 tag in front and ID3v1 and APE tags behind are stepped over", arguments: [true, false])
    func foreignTags(declaresTotal: Bool) throws {
        let original = try Masters.bytes("47-samples.flac")
        let flac = declaresTotal ? original : FLACBytes.withoutTotal(original)
        let front = Array("ID3".utf8) + [4, 0, 0, 0, 0, 1, 2] + [UInt8](repeating: 7, count: 130)
        let last = Array("TAG".utf8) + [UInt8](repeating: 32, count: 125)
        let ape =
            Array("APETAGEX".utf8) + [UInt8](little: UInt32(2000)) + [UInt8](little: UInt32(32))
            + [UInt8](little: UInt64(0))
        let decoded = try Masters.decode(front + flac + ape + [UInt8](repeating: 0, count: 8) + last)
        #expect(decoded.interleaved == (try Masters.decode(original).interleaved))
        #expect(decoded.warnings == [])
    }

    @Test("Garbage behind the last frame is a warning where the length is known, otherwise an error")
    func garbageBehind() throws {
        let whole = try Masters.bytes("47-samples.flac")
        let garbage = Array("not a frame".utf8)
        #expect(try Masters.decode(whole + garbage).warnings == ["11 bytes behind the last frame were ignored."])
        #expect(Masters.failure(FLACBytes.withoutTotal(whole) + garbage)?.code == .corrupt)
    }

    @Test("Metadata beyond the limit are refused: one large picture, endless empty blocks")
    func hugeMetadata() throws {
        let picture = [UInt8](repeating: 1, count: 6 << 20)
        #expect(Masters.failure(try FLACBytes.rebuilt([(6, picture), (6, picture)]))?.code == .limitExceeded)
        let empty = [(type: UInt8, payload: [UInt8])](repeating: (2, []), count: 70_000)
        #expect(Masters.failure(try FLACBytes.rebuilt(empty))?.code == .limitExceeded)
        #expect(try Masters.decode(FLACBytes.rebuilt([(6, picture)])).sampleCount == 47)
        #expect(try Masters.decode(FLACBytes.rebuilt([(1, picture), (1, picture)])).sampleCount == 47)
    }

    @Test("A file of unknown length is not decoded beyond the limit")
    func longerThanDeclared() throws {
        let bytes = FLACBytes.withoutTotal(try Masters.bytes("music.flac"))
        #expect(Masters.failure(bytes, limits: MasterLimits(duration: 5))?.code == .limitExceeded)
    }
}
