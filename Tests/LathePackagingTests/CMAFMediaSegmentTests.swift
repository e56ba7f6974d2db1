import LathePackaging
import Testing

@Suite("CMAF media segment")
struct CMAFMediaSegmentTests {
    private static let aac = CMAFTrack(
        coding: .aac(audioSpecificConfig: [0x12, 0x10], bitsPerSecond: 128_000), sampleRate: 44_100,
        channelCount: 2, primingSamples: 1024)

    @Test("The first and last segment of AAC: every byte")
    func aac() {
        let samples = [(5, 1024), (6, 1024), (7, 500)].map { CMAFSample(byteCount: $0, duration: $1) }
        let segment = Self.aac.mediaSegment(
            sequenceNumber: 1, decodeTime: 0, samples: samples, payload: Array("AAAAABBBBBBCCCCCCC".utf8))
        let expected = bytes(
            """
            0000001C 'styp' 'msdh' 00000000 'msdh' 'msix' 'cmfs'
            00000034 'sidx' 01 000000 00000001 0000AC44
              00000000 00000000 00000000 00000000  // presented from 0, the fragment follows at once
              0000 0001 000000AE 000005F4 90000000  // 174 bytes, 1024 + 1024 + 500 - 1024 samples, SAP type 1
            00000094 'moof'
              00000010 'mfhd' 00 000000 00000001
              0000007C 'traf'
                00000018 'tfhd' 00 020028 00000001 00000400 02000000  // base is moof; 1024 samples; independent
                00000014 'tfdt' 01 000000 00000000 00000000
                0000002C 'trun' 00 000301 00000003 0000009C  // data after 156 bytes
                  00000400 00000005
                  00000400 00000006
                  000001F4 00000007
                0000001C 'sbgp' 00 000000 'roll' 00000001 00000003 00000001  // three samples in group 1
            0000001A 'mdat' 'AAAAABBBBBBCCCCCCC'
            """)
        #expect(segment == expected)
    }

    @Test("Frames of the default duration state only their sizes")
    func uniformDurations() {
        let samples = [CMAFSample(byteCount: 2, duration: 1024), CMAFSample(byteCount: 1, duration: 1024)]
        let segment = Self.aac.mediaSegment(sequenceNumber: 2, decodeTime: 2048, samples: samples, payload: [1, 2, 3])
        #expect(
            segment.contains(bytes("0000001C 'trun' 00 000201 00000002 0000008C 00000002 00000001")))
    }

    @Test("Presentation time is media time less priming, beyond 32 bits too")
    func times() {
        let segment = Self.aac.mediaSegment(
            sequenceNumber: 70_000, decodeTime: 0x2_0000_0400, samples: [CMAFSample(byteCount: 1, duration: 1024)],
            payload: [0])
        #expect(segment.contains(bytes("'sidx' 01 000000 00000001 0000AC44 00000002 00000000")))
        #expect(segment.contains(bytes("'tfdt' 01 000000 00000002 00000400")))
        #expect(segment.contains(bytes("'mfhd' 00 000000 00011170")))
    }

    @Test("FLAC frames stand alone: no roll group")
    func flac() {
        let track = CMAFTrack(
            coding: .flac(streamInfo: [], bitsPerSample: 16), sampleRate: 44_100, channelCount: 2, frameLength: 4608)
        let segment = track.mediaSegment(
            sequenceNumber: 1, decodeTime: 0, samples: [CMAFSample(byteCount: 1, duration: 4608)], payload: [0])
        #expect(!segment.contains(Array("sbgp".utf8)))
        #expect(segment.contains(bytes("'tfhd' 00 020028 00000001 00001200 02000000")))
        #expect(segment.contains(bytes("0000 0001 0000006D 00001200 90000000")))
    }
}
