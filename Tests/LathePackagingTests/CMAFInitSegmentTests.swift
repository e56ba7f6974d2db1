import LathePackaging
import Testing

@Suite("CMAF init segment")
struct CMAFInitSegmentTests {
    @Test("AAC: every byte")
    func aac() {
        let track = CMAFTrack(
            coding: .aac(audioSpecificConfig: [0x12, 0x10], bitsPerSecond: 128_000), sampleRate: 44_100,
            channelCount: 2, primingSamples: 1024, length: 441_000)
        let expected = bytes(
            """
            0000001C 'ftyp' 'iso6' 00000000 'iso6' 'cmfc' 'dash'
            00000283 'moov'
              0000006C 'mvhd' 00 000000
                00000000 00000000  // no dates
                0000AC44 00000000  // timescale 44100, duration 0
                00010000 0100 0000 00000000 00000000  // rate 1, volume 1
                00010000 00000000 00000000 00000000 00010000 00000000 00000000 00000000 40000000
                00000000 00000000 00000000 00000000 00000000 00000000
                00000002  // next track
              000001D3 'trak'
                0000005C 'tkhd' 00 000003  // enabled, in movie
                  00000000 00000000 00000001 00000000 00000000
                  00000000 00000000 0000 0000 0100 0000  // layer, group, volume 1
                  00010000 00000000 00000000 00000000 00010000 00000000 00000000 00000000 40000000
                  00000000 00000000  // no picture
                00000024 'edts'
                  0000001C 'elst' 00 000000 00000001
                    00000000 00000400 0001 0000  // to the end, from 1024 on, rate 1
                0000014B 'mdia'
                  00000020 'mdhd' 00 000000 00000000 00000000 0000AC44 00000000 55C4 0000  // und
                  00000026 'hdlr' 00 000000 00000000 'soun' 00000000 00000000 00000000 'Sound' 00
                  000000FD 'minf'
                    00000010 'smhd' 00 000000 0000 0000
                    00000024 'dinf' 0000001C 'dref' 00 000000 00000001 0000000C 'url ' 00 000001
                    000000C1 'stbl'
                      0000005B 'stsd' 00 000000 00000001
                        0000004B 'mp4a' 000000000000 0001 00000000 00000000
                          0002 0010 0000 0000 AC440000  // stereo, 16 bit, 44100
                          00000027 'esds' 00 000000
                            03 19 0000 00  // ES_ID 0
                            04 11 40 15 000600 0001F400 0001F400  // AAC, audio, 1536 bytes, 128000 twice
                            05 02 1210
                            06 01 02
                      00000010 'stts' 00 000000 00000000
                      00000010 'stsc' 00 000000 00000000
                      00000014 'stsz' 00 000000 00000000 00000000
                      00000010 'stco' 00 000000 00000000
                      0000001A 'sgpd' 01 000000 'roll' 00000002 00000001 FFFF  // distance -1
              0000003C 'mvex'
                00000014 'mehd' 01 000000 0000000000 06BAA8  // 441000
                00000020 'trex' 00 000000 00000001 00000001 00000000 00000000 00000000
            """)
        #expect(track.initSegment() == expected)
    }

    @Test("Without priming there is no edit list, without a length no mehd")
    func optionalBoxes() {
        let track = CMAFTrack(
            coding: .aac(audioSpecificConfig: [0x12, 0x10], bitsPerSecond: 96_000), sampleRate: 44_100, channelCount: 2)
        let segment = track.initSegment()
        #expect(!segment.contains("edts") && !segment.contains("elst") && !segment.contains("mehd"))
        #expect(segment.contains("mvex") && segment.contains("trex"))
    }

    @Test("A length beyond 32 bits is kept whole")
    func longProgramme() {
        let track = CMAFTrack(
            coding: .aac(audioSpecificConfig: [0x12, 0x10], bitsPerSecond: 96_000), sampleRate: 48_000,
            channelCount: 2, length: 0x1_2345_6789)
        #expect(track.initSegment().contains(bytes("'mehd' 01 000000 00000001 23456789")))
    }

    @Test("FLAC: the sample entry carries STREAMINFO and needs no roll group")
    func flac() {
        let streamInfo = [UInt8](0..<34)
        let track = CMAFTrack(
            coding: .flac(streamInfo: streamInfo, bitsPerSample: 24), sampleRate: 48_000, channelCount: 2,
            frameLength: 4608)
        let expected = bytes(
            """
            00000056 'fLaC' 000000000000 0001 00000000 00000000
              0002 0018 0000 0000 BB800000  // stereo, 24 bit, 48000
              00000032 'dfLa' 00 000000 80 000022  // the last block, 34 bytes of STREAMINFO
            """)
        #expect(track.initSegment().contains(expected + streamInfo))
        #expect(!track.initSegment().contains("sgpd"))
    }

    @Test(
        "A rate that 16 bits cannot hold is halved for FLAC",
        arguments: [
            (96_000, "BB800000"), (192_000, "BB800000"), (176_400, "AC440000"), (65_535, "FFFF0000"),
            (65_537, "FFFF0000"),
        ])
    func highRatesOfFLAC(rate: Int, field: String) {
        let track = CMAFTrack(coding: .flac(streamInfo: [], bitsPerSample: 24), sampleRate: rate, channelCount: 2)
        #expect(track.initSegment().contains(bytes("0002 0018 0000 0000 \(field) 00000010 'dfLa'")))
    }

    @Test("Opus: pre-skip in dOps and the edit list, four packets of 20 ms to roll")
    func opus() {
        let track = CMAFTrack(
            coding: .opus, sampleRate: 48_000, channelCount: 2, frameLength: 960,
            primingSamples: 312)
        let segment = track.initSegment()
        #expect(
            segment.contains(
                bytes(
                    """
                    00000037 'Opus' 000000000000 0001 00000000 00000000
                      0002 0010 0000 0000 BB800000
                      00000013 'dOps' 00 02 0138 0000BB80 0000 00  // stereo, 312 samples, no gain, family 0
                    """)))
        #expect(segment.contains(bytes("'sgpd' 01 000000 'roll' 00000002 00000001 FFFC")))
        #expect(segment.contains(bytes("'elst' 00 000000 00000001 00000000 00000138 00010000")))
    }

    @Test("A rate that 16 bits cannot hold is left out for AAC")
    func highRateOfAAC() {
        let coding = CMAFTrack.Coding.aac(audioSpecificConfig: [0x10, 0x10], bitsPerSecond: 96_000)
        let segment = CMAFTrack(coding: coding, sampleRate: 96_000, channelCount: 2).initSegment()
        #expect(segment.contains(bytes("0002 0010 0000 0000 00000000 00000027 'esds'")))
    }

    @Test("A long configuration gets a size of two bytes")
    func longDescriptor() {
        let config = [UInt8](repeating: 0x12, count: 200)
        let coding = CMAFTrack.Coding.aac(audioSpecificConfig: config, bitsPerSecond: 96_000)
        let segment = CMAFTrack(coding: coding, sampleRate: 48_000, channelCount: 2).initSegment()
        // 200 + header 3 + 13 = 216 in the decoder's, + header 3 + 3 + SL 3 = 225 in the stream's descriptor.
        #expect(segment.contains(bytes("00 000000 03 8161 0000 00 04 8158 40 15")))
        #expect(segment.contains(bytes("05 8148 1212")))
    }
}

extension [UInt8] {
    fileprivate func contains(_ boxType: String) -> Bool { contains(Array(boxType.utf8)) }
}
