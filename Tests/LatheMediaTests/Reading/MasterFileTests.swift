import Foundation
import LatheMedia
import Testing

@Suite("What is no master is refused with the reason")
struct MasterFileTests {
    private func failure(_ path: String, limits: MasterLimits = .standard) -> MediaError? {
        #expect(throws: MediaError.self) { try MasterReader(path: path, limits: limits) }
    }

    @Test("Nothing there, or a path that cannot be")
    func missing() throws {
        try Masters.withFolder { folder in
            #expect(failure(folder.appending(path: "absent.flac").path)?.code == .noSuchFile)
            #expect(failure("")?.code == .noSuchFile)
            #expect(failure(Masters.path("music.flac") + "/inside")?.code == .noSuchFile)
            #expect(failure(Masters.path("music.flac") + "\0.wav")?.code == .noSuchFile)
        }
    }

    @Test("A name too long and a loop of links cannot be opened")
    func notReadable() throws {
        try Masters.withFolder { folder in
            #expect(failure(folder.appending(path: String(repeating: "n", count: 300)).path)?.code == .notReadable)
            let loop = folder.appending(path: "loop").path
            #expect(symlink(loop, loop) == 0)
            #expect(failure(loop)?.code == .notReadable)
        }
    }

    @Test("A directory, a FIFO that nobody writes to and a device are no files")
    func specialFiles() throws {
        try Masters.withFolder { folder in
            let directory = failure(folder.path)
            #expect(directory?.code == .notReadable)
            #expect(directory?.cause == "it is a directory")
            let fifo = folder.appending(path: "fifo.flac").path
            #expect(mkfifo(fifo, 0o600) == 0)
            #expect(failure(fifo)?.cause == "it is a FIFO")
            #expect(failure("/dev/zero")?.cause == "it is a device")
        }
    }

    @Test("An empty file is truncated, a file beyond the limit is refused unread")
    func sizes() throws {
        #expect(Masters.failure([])?.cause == "the file is empty")
        #expect(failure(Masters.path("music.flac"), limits: MasterLimits(bytes: 1000))?.code == .limitExceeded)
        #expect(failure(Masters.path("surround-5.1.flac"), limits: MasterLimits(channels: 2))?.code == .limitExceeded)
        #expect(failure(Masters.path("music.flac"), limits: MasterLimits(duration: 11))?.code == .limitExceeded)
        #expect(failure(Masters.path("music.flac"), limits: MasterLimits(sampleRate: 44_099))?.code == .limitExceeded)
        let exact = MasterLimits(duration: 12, channels: 2, sampleRate: 44_100)
        #expect(try MasterReader(path: Masters.path("music.flac"), limits: exact).facts.sampleCount == 529_200)
    }

    @Test(
        "Lossy masters are named, whatever they are called",
        arguments: [
            ("lossy.mp3", "an MP3 file"), ("lossy.m4a", "an MP4 or M4A file"), ("lossy.ogg", "an Ogg Vorbis file"),
            ("make-fixtures.py", "a text"),
        ])
    func foreignFixtures(name: String, kind: String) throws {
        let error = Masters.failure(try Masters.bytes(name), named: "master.flac")
        #expect(error?.code == .unsupported)
        #expect(error?.cause == "it looks like \(kind)")
        #expect(error?.remedy == "Lathe takes a lossless master: FLAC, WAV, RF64, BW64, W64 or AIFF.")
    }

    @Test(
        "So is everything else that people rename",
        arguments: [
            ("#EXTM3U\n#EXT-X-VERSION:7\n", "an HLS or M3U playlist"), ("PK\u{03}\u{04}more", "a ZIP archive"),
            ("RIFF\u{10}\0\0\0AVI LIST", "a RIFF or IFF file of the kind \"AVI \""), ("wvpk1234", "a WavPack file"),
            ("ID3\u{04}\0\0\0\0\0\0nothing known", "an MP3 file"), ("<?xml version=", "an XML document"),
            ("concat:file:///etc/passwd", "a text"), ("\u{01}\u{02}\u{03}\u{04}", "no audio file that Lathe knows"),
        ])
    func foreignBytes(text: String, kind: String) {
        let error = Masters.failure(Array(text.utf8), named: "master.wav")
        #expect(error?.code == .unsupported)
        #expect(error?.cause == "it looks like \(kind)")
    }

    @Test(
        "Compressed audio in WAVE is named", arguments: [(2 as UInt16, "Microsoft ADPCM"), (6, "A-law"), (0x55, "MP3")])
    func compressedWave(tag: UInt16, kind: String) throws {
        let error = Masters.failure(WaveBytes(tag: tag, data: [UInt8](repeating: 0, count: 400)).bytes)
        #expect(error?.code == .unsupported)
        #expect(error?.cause == "it holds \(kind) (format tag 0x\(String(tag, radix: 16))), not PCM")
        let mulaw = Masters.failure(try Masters.bytes("mulaw.wav"))
        #expect(mulaw?.cause == "it holds mu-law (format tag 0x7), not PCM")
    }

    @Test(
        "Surround sound that a 16-bit WAVE carries bare or in S/PDIF bursts is named",
        arguments: [("dts", "dca"), ("spdif", "ac3")])
    func disguisedAudio(format: String, encoder: String) throws {
        let stream = try Masters.output(of: [
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "sine=440:r=48000:d=2", "-ac", "2", "-c:a", encoder,
            "-strict", "-2", "-b:a", "448k", "-f", format, "-",
        ])
        let error = Masters.failure(WaveBytes(sampleRate: 48000, data: stream).bytes)
        #expect(error?.code == .unsupported)
        #expect(error?.cause == "it carries \(encoder == "dca" ? "dts" : "ac3") in the place of PCM")
    }
}
