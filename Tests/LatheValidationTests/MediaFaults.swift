internal import LatheValidation

extension Fault {
    private static let header = "aac/96/init.mp4"
    private static let second = "aac/96/00002.m4s"

    /// In init segments and media segments of ISO BMFF.
    static let isoBMFF: [Fault] = [
        Fault("AAC is called MP3", [.mp3InISOBMFF], with: [.hlsCodecsWrong, .dashCodecsWrong, .documentFormat]) {
            try $0.patch(header, [0x40, 0x15], with: [0x6B, 0x15])
        },
        Fault("the roll group is gone", [.bmffRollGroup]) { try $0.hideBox("sgpd", in: header) },
        Fault("a fragment counts four thousand million samples", [.bmffBoxMalformed], with: [.bmffBoxMissing]) {
            try $0.patch(second, after: "trun", at: 1, [0, 0, 1, 0xFF, 0xFF, 0xFF, 0xFF])
        },
        Fault("the edit list has a second edit", [.bmffEditListInvalid]) {
            try $0.edit(header) { try Self.addEdit(to: &$0) }
        },
        Fault("an init segment precedes a fragment", [.bmffSegmentStructure]) { package in
            let start = package.files[header] ?? []
            try package.edit(second) { $0 = start + $0 }
        },
        Fault(
            "the edit list is gone", [.editListMissing, .bmffIndexTime, .hlsDurationWrong, .documentPriming],
            with: [
                .dashAlignmentFalse, .dashDurationWrong, .dashStartWrong, .dashTimeInexact, .declaredDurationWrong,
                .documentTimeline, .hlsSegmentsMisaligned,
            ]
        ) {
            try $0.hideBox("edts", in: header)
        },
        Fault(
            "the edit list cuts too much", [.documentPriming, .bmffIndexTime],
            with: [
                .dashAlignmentFalse, .dashDurationWrong, .dashStartWrong, .declaredDurationWrong, .documentTimeline,
                .hlsDurationInexact, .hlsSegmentsMisaligned,
            ]
        ) {
            try $0.patch(header, after: "elst", at: 12, [0, 0, 8, 0])
        },
        Fault(
            "tfdt jumps", [.timelineBroken],
            with: [
                .bmffIndexTime, .dashAlignmentFalse, .dashStartWrong, .dashTimeInexact, .documentTimeline,
                .hlsDurationInexact, .hlsSegmentsMisaligned,
            ]
        ) { try $0.patch(second, after: "tfdt", at: 4, [0, 0, 0, 0, 0, 0, 0, 1]) },
        Fault("tfdt is beyond belief", [.bmffBoxMalformed]) {
            try $0.patch(second, after: "tfdt", at: 4, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF])
        },
        Fault("tfdt is gone", [.bmffBoxMissing]) { try $0.hideBox("tfdt", in: second) },
        Fault("trun is gone", [.bmffBoxMissing]) { try $0.hideBox("trun", in: second) },
        Fault("sidx begins elsewhere", [.bmffIndexTime]) {
            try $0.patch(second, after: "sidx", at: 12, [0, 0, 0, 0, 0, 0, 0, 1])
        },
        Fault("sidx counts other bytes", [.bmffIndexWrong]) {
            try $0.patch(second, after: "sidx", at: 32, [0, 0, 1, 0])
        },
        Fault("samples are not relative to moof", [.bmffBaseIsNotMoof]) {
            try $0.patch(second, after: "tfhd", at: 1, [0])
        },
        Fault("the samples lie elsewhere", [.bmffDataOffset]) {
            try $0.patch(second, after: "trun", at: 8, [0, 0, 0, 1])
        },
        Fault("a sample's size is another", [.bmffSampleSizes], with: [.frameMalformed]) {
            try $0.patch(second, after: "trun", at: 12, [0, 0, 0, 9])
        },
        Fault("sequence_number does not rise", [.bmffSequenceNumber]) {
            try $0.patch(second, after: "mfhd", at: 4, [0, 0, 0, 1])
        },
        Fault("the fragment is of another track", [.bmffTrackMismatch]) {
            try $0.patch(second, after: "tfhd", at: 4, [0, 0, 0, 2])
        },
        Fault("frames are marked as dependent", [.segmentNotIndependent]) {
            try $0.patch(second, after: "tfhd", at: 12, [1, 1, 0, 0])
        },
        Fault(
            "frames are shorter than they decode to", [.bmffFrameShort],
            with: [.bmffIndexTime, .dashDurationWrong, .documentTimeline, .hlsDurationWrong, .timelineBroken]
        ) { try $0.patch(second, after: "tfhd", at: 8, [0, 0, 2, 0]) },
        Fault("the roll group is not referred to", [.bmffRollGroup]) { try $0.hideBox("sbgp", in: second) },
        Fault("the segment is truncated", [.bmffBoxMalformed]) { try $0.truncate(second, by: 1000) },
        Fault("the segment is empty", [.mediaTruncated]) { $0.files[second] = [] },
        Fault("a box claims more than there is", [.bmffBoxMalformed]) {
            try $0.patch(second, after: "moof", at: -8, [0x7F])
        },
        Fault(
            "a segment of the other bit rate stands in its place, and nobody says so", [.documentBandwidth],
            with: [.dashBandwidthLow, .hlsAverageBandwidthWrong, .hlsBandwidthLow]
        ) {
            $0.files[second] = $0.files["aac/160/00002.m4s"]
        },
        Fault("the payload begins with noise", [.frameMalformed]) {
            try $0.patch(second, after: "mdat", at: 0, [0xFF, 0xFF])
        },
        Fault("ftyp is gone", [.bmffBoxMissing]) { try $0.hideBox("ftyp", in: header) },
        Fault("no brand of CMAF is left", [.bmffBrandMissing]) {
            try $0.patch(header, Array("cmfc".utf8), with: Array("isom".utf8))
        },
        Fault("mvex is gone", [.bmffBoxMissing]) { try $0.hideBox("mvex", in: header) },
        Fault("the handler is not of sound", [.bmffTrackCount]) {
            try $0.patch(header, after: "hdlr", at: 8, Array("vide".utf8))
        },
        Fault(
            "AudioSpecificConfig says another rate", [.bmffCodecConfiguration],
            with: [.dashSampleRateWrong, .documentFormat]
        ) {
            try $0.patch(header, [0x05, 0x05, 0x12, 0x10], with: [0x05, 0x05, 0x11, 0x90])
        },
        Fault(
            "AudioSpecificConfig says another object type", [.hlsCodecsWrong],
            with: [.dashCodecsWrong, .documentFormat]
        ) {
            try $0.patch(header, [0x05, 0x05, 0x12, 0x10], with: [0x05, 0x05, 0x0A, 0x10])
        },
        Fault("esds is gone", [.bmffCodecConfiguration]) { try $0.hideBox("esds", in: header) },
        Fault("mehd announces another length", [.declaredDurationWrong]) {
            try $0.patch(header, after: "mehd", at: 4, [0, 0, 0, 0, 0, 1, 0, 0])
        },
        Fault("the timescale is 0", [.bmffBoxMalformed]) { try $0.patch(header, after: "mdhd", at: 12, [0, 0, 0, 0]) },
        Fault("the init segment holds samples", [.bmffSamplesInInit]) {
            try $0.patch(header, after: "stco", at: 4, [0, 0, 0, 1])
        },
    ]

    /// A second entry in `elst`, and the sizes around it.
    private static func addEdit(to file: inout [UInt8]) throws {
        guard let place = file.firstRange(of: Array("elst".utf8))?.upperBound else {
            throw SamplePackage.NothingToDamage(path: header)
        }
        file[place + 7] = 2
        file.insert(contentsOf: file[place + 8..<place + 20], at: place + 20)
        for type in ["elst", "edts", "trak", "moov"] {
            guard let size = file.firstRange(of: Array(type.utf8))?.lowerBound else { continue }
            let value = file[size - 4..<size].reduce(0) { $0 << 8 | Int($1) } + 12
            file.replaceSubrange(size - 4..<size, with: SingleFilePackage.big(value, 4))
        }
    }

    private static let packed = "mp3/96/00002.mp3"

    /// In packed MP3 and progressive files.
    static let mp3: [Fault] = [
        Fault("a frame is mono", [.packedFormatChange]) {
            try $0.edit(packed) { $0[76] |= 0xC0 }
        },
        Fault("the timestamp is another", [.packedTimestampWrong]) {
            try $0.patch(packed, after: "transportStreamTimestamp", at: 8, [0])
        },
        Fault("the timestamp has 34 bits", [.packedTimestampMalformed]) {
            try $0.patch(packed, after: "transportStreamTimestamp", at: 1, [0, 0, 0, 2])
        },
        Fault("the timestamp's owner is another", [.packedTimestampMissing]) {
            try $0.patch(packed, after: "com.apple.", at: 0, Array("X".utf8))
        },
        Fault("the ID3 tag is longer than the segment", [.id3Malformed]) {
            try $0.patch(packed, after: "ID3", at: 3, [0x7F])
        },
        Fault("a frame's header is destroyed", [.packedFrameLost]) { try $0.edit(packed) { $0[73] = 0 } },
        Fault("the last frame is cut off", [.mediaTruncated]) { try $0.truncate(packed, by: 10) },
        Fault(
            "the first frame is gone, and the reservoir with it", [.segmentNotIndependent],
            with: [
                .documentBandwidth, .documentPadding, .documentTimeline, .hlsDurationInexact, .hlsSegmentsMisaligned,
                .packedTimestampWrong,
            ]
        ) {
            try $0.edit(packed) { $0.removeSubrange(73..<73 + 313 + Int($0[75] >> 1 & 1)) }
        },
        Fault(
            "an Info frame lies in a segment", [.mp3InfoFrame],
            with: [
                .documentBandwidth, .documentPadding, .documentTimeline, .hlsDurationWrong, .hlsSegmentsMisaligned,
                .packedTimestampWrong,
            ]
        ) { package in
            let progressive = package.files["mp3/96.mp3"] ?? []
            guard let info = progressive.firstRange(of: Array("Info".utf8))?.lowerBound else {
                throw SamplePackage.NothingToDamage(path: packed)
            }
            try package.edit(packed) { $0.insert(contentsOf: progressive[info - 36..<info - 36 + 313], at: 73) }
        },
        Fault(
            "an MP3 segment of another bit rate stands in its place", [.documentBandwidth],
            with: [.hlsAverageBandwidthWrong, .hlsBandwidthLow]
        ) {
            $0.files[packed] = $0.files["mp3/160/00002.mp3"]
        },
        Fault("the Info tag counts other frames", [.progressiveTag]) {
            try $0.patch("mp3/96.mp3", after: "Info", at: 7, [0])
        },
        Fault("the Info tag is gone", [.progressiveTag]) {
            try $0.patch("mp3/96.mp3", after: "Info", at: -4, Array("None".utf8))
        },
    ]

    private static let cluster = "vorbis/96/00002.webm"
    private static let start = "vorbis/96/init.webm"

    /// In WebM.
    static let webM: [Fault] = [
        Fault("a block is cut off", [.webmBlockMalformed]) {
            try $0.edit(cluster) { $0.insert(contentsOf: [0xA3, 0x82, 0x81, 0x00], at: 11) }
            try $0.edit(cluster) { $0[6] += 4 }
        },
        Fault("a Cluster begins elsewhere", [.timelineBroken]) { try $0.edit(cluster) { $0[9] ^= 0x04 } },
        Fault("a Cluster is truncated", [.webmElementMalformed]) { try $0.truncate(cluster, by: 500) },
        Fault("DocType is matroska", [.webmDocType]) {
            try $0.patch(start, Array("webm".utf8), with: Array("mkva".utf8))
        },
        Fault("CodecPrivate holds no Vorbis", [.webmCodecPrivate]) { try $0.patch(start, [2, 30], with: [1, 30]) },
        Fault("the codec of WebM is unknown", [.contentNotChecked]) {
            try $0.patch(start, Array("A_VORBIS".utf8), with: Array("A_VORBOS".utf8))
        },
        Fault("a block is no key frame", [.segmentNotIndependent]) { package in
            try package.edit(cluster) { bytes in
                guard let place = bytes.firstRange(of: [0x81, 0, 0, 0x80])?.lowerBound else {
                    throw SamplePackage.NothingToDamage(path: cluster)
                }
                bytes[place + 3] = 0
            }
        },
        Fault("a block's time is another", [.webmBlockTime]) { package in
            try package.edit(cluster) { bytes in
                guard let place = bytes[400...].firstRange(of: [0x80])?.lowerBound else {
                    throw SamplePackage.NothingToDamage(path: cluster)
                }
                bytes[place - 2] ^= 0x40
            }
        },
        Fault(
            "two Clusters change places", [.timelineBroken],
            with: [.dashDurationWrong, .dashStartWrong, .documentTimeline]
        ) { try $0.swap(cluster, "vorbis/96/00003.webm") },
        Fault("a header stands where a Cluster should", [.webmElementMissing]) { $0.files[cluster] = $0.files[start] },
    ]
}
