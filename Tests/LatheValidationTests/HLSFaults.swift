internal import LatheValidation

extension Fault {
    private static let media = "aac/96/index.m3u8"
    private static let master = "master.m3u8"
    private static let manifest = "manifest.mpd"

    /// In playlists.
    static let hls: [Fault] = [
        Fault("the comma of an EXTINF is missing", [.hlsDurationMalformed]) {
            try $0.replace("#EXTINF:3.970612,", with: "#EXTINF:3.970612", in: media)
        },
        Fault("an EXTINF is no number", [.hlsDurationMalformed, .hlsDurationMissing, .documentSegments]) {
            try $0.replace("#EXTINF:4.058776", with: "#EXTINF:four", in: media)
        },
        Fault("an EXTINF is missing", [.hlsDurationMissing, .documentSegments]) {
            try $0.replace("#EXTINF:4.058776,\n", with: "", in: media)
        },
        Fault(
            "an EXTINF is a second too long", [.hlsDurationWrong, .documentTimeline],
            with: [.hlsAverageBandwidthWrong, .hlsTargetDurationExceeded]
        ) {
            try $0.replace("#EXTINF:3.970612", with: "#EXTINF:4.970612", in: "mp3/96/index.m3u8")
        },
        Fault(
            "an EXTINF is a millisecond too long", [.hlsDurationInexact, .documentTimeline]
        ) {
            try $0.replace("#EXTINF:3.970612", with: "#EXTINF:3.971612", in: media)
        },
        Fault("the target duration is too short", [.hlsTargetDurationExceeded], with: [.hlsTargetDurationsDiffer]) {
            try $0.replace("#EXT-X-TARGETDURATION:4", with: "#EXT-X-TARGETDURATION:3", in: media)
        },
        Fault("the target duration is missing", [.hlsTargetDurationMissing], with: [.hlsTargetDurationsDiffer]) {
            try $0.replace("#EXT-X-TARGETDURATION:4\n", with: "", in: media)
        },
        Fault("the version does not have EXT-X-MAP", [.hlsVersionTooLow]) {
            try $0.replace("#EXT-X-VERSION:7", with: "#EXT-X-VERSION:3", in: media)
        },
        Fault("the version stands twice", [.hlsTagRepeated]) {
            try $0.replace("#EXT-X-VERSION:7\n", with: "#EXT-X-VERSION:7\n#EXT-X-VERSION:7\n", in: media)
        },
        Fault("the header is missing", [.hlsHeaderMissing]) {
            try $0.replace("#EXTM3U\n", with: "", in: media)
        },
        Fault("there is a byte order mark", [.hlsTextMalformed, .hlsHeaderMissing]) {
            try $0.edit(media) { $0 = [0xEF, 0xBB, 0xBF] + $0 }
        },
        Fault("there is a control character", [.hlsTextMalformed]) {
            try $0.replace("#EXT-X-ENDLIST", with: "#\u{07}\n#EXT-X-ENDLIST", in: media)
        },
        Fault("the end is missing", [.hlsEndMissing, .documentOpen]) {
            try $0.replace("#EXT-X-ENDLIST\n", with: "", in: media)
        },
        Fault("the playlist of a finished package still grows", [.hlsOpen, .documentOpen]) {
            try $0.replace("#EXT-X-ENDLIST\n", with: "", in: media)
            try $0.replace("TYPE:VOD", with: "TYPE:EVENT", in: media)
        },
        Fault("the type is unknown", [.hlsTagMalformed]) {
            try $0.replace("TYPE:VOD", with: "TYPE:LIVE", in: media)
        },
        Fault("the init segment is not named", [.initSegmentMissing]) {
            try $0.replace("#EXT-X-MAP:URI=\"init.mp4\"\n", with: "", in: media)
        },
        Fault("the init segment's URI has no quotes", [.hlsTagMalformed, .initSegmentMissing]) {
            try $0.replace("URI=\"init.mp4\"", with: "URI=init.mp4", in: media)
        },
        Fault("the init segment is that of another bit rate, of the same form", [], .absent) {
            try $0.replace("URI=\"init.mp4\"", with: "URI=\"../160/init.mp4\"", in: media)
        },
        Fault("a segment leads out of the package", [.uriOutside, .documentSegments]) {
            try $0.replace("00002.m4s", with: "../../../00002.m4s", in: media)
        },
        Fault("a segment is hidden behind percent signs", [.uriOutside, .documentSegments]) {
            try $0.replace("00002.m4s", with: "%2e%2e/%2e%2e/%2e%2e/passwd", in: media)
        },
        Fault("a segment has an absolute path", [.uriOutside, .documentSegments]) {
            try $0.replace("00002.m4s", with: "/etc/passwd", in: media)
        },
        Fault("a segment lies on another server", [.uriRemote, .documentSegments]) {
            try $0.replace("00002.m4s", with: "https://example.org/00002.m4s", in: media)
        },
        Fault("a segment is named that is not there", [.fileMissing, .documentSegments]) {
            try $0.replace("00003.m4s", with: "00004.m4s", in: media)
        },
        Fault(
            "two segments change places", [.timelineBroken, .documentSegments, .bmffSequenceNumber],
            with: [.hlsSegmentsMisaligned], .signed
        ) {
            try $0.replace(
                "00001.m4s\n#EXTINF:3.970612,\n00002.m4s", with: "00002.m4s\n#EXTINF:3.970612,\n00001.m4s", in: media)
        },
        Fault("a tag of media playlists stands in a multivariant playlist", [.hlsTagMisplaced]) {
            try $0.replace("#EXT-X-STREAM-INF", with: "#EXT-X-TARGETDURATION:4\n#EXT-X-STREAM-INF", in: master)
        },
        Fault("nobody says that segments are independent", [.hlsNotIndependent], .signed) {
            try $0.replace("#EXT-X-INDEPENDENT-SEGMENTS\n", with: "", in: media)
            try $0.replace("#EXT-X-INDEPENDENT-SEGMENTS\n", with: "", in: master)
        },
        Fault("a byte range has no offset", [.hlsByteRangeInvalid, .documentSegments]) {
            try $0.replace("00001.m4s", with: "#EXT-X-BYTERANGE:100\n00001.m4s", in: media)
        },
        Fault(
            "byte ranges add up to more than a number holds", [.hlsByteRangeInvalid, .byteRangeOutside],
            with: [.bmffBoxMalformed], .absent
        ) {
            let part = "#EXTINF:4,\n#EXT-X-BYTERANGE:9007199254740991\n00001.m4s\n"
            let first = "#EXT-X-BYTERANGE:1@0\n00001.m4s\n"
            let parts = String(repeating: part, count: 1100)
            let head = "#EXTM3U\n#EXT-X-VERSION:7\n#EXT-X-TARGETDURATION:4\n#EXT-X-INDEPENDENT-SEGMENTS\n"
            $0.files = $0.files.filter { $0.key.hasPrefix("aac/96/0") || $0.key == "aac/96/init.mp4" }
            $0.files[media] = Array(
                "\(head)#EXT-X-MAP:URI=\"init.mp4\"\n#EXTINF:4,\n\(first)\(parts)#EXT-X-ENDLIST\n".utf8)
        },
        Fault("a byte range leaves its file", [.byteRangeOutside]) {
            try $0.replace("00001.m4s", with: "#EXT-X-BYTERANGE:100000000@0\n00001.m4s", in: media)
        },
        Fault("BANDWIDTH is too low", [.hlsBandwidthLow, .documentBandwidth]) {
            try $0.replace("BANDWIDTH=1", with: "BANDWIDTH=", in: master)
        },
        Fault("of an unfinished package bandwidths are upper bounds", [.packageUnfinished], .absent) {
            $0.files[".lathe-unfinished"] = []
            try $0.replace("BANDWIDTH=1", with: "BANDWIDTH=91", in: master)
        },
        Fault("even bounds are too low", [.packageUnfinished, .hlsBandwidthLow], .absent) {
            $0.files[".lathe-unfinished"] = []
            try $0.replace("BANDWIDTH=1", with: "BANDWIDTH=", in: master)
        },
        Fault(
            "two BANDWIDTHs are swapped",
            [.hlsBandwidthLow, .hlsBandwidthHigh, .hlsAverageBandwidthWrong, .documentBandwidth]
        ) {
            try $0.replace("aac/96/index.m3u8", with: "aac/x/index.m3u8", in: master)
            try $0.replace("aac/160/index.m3u8", with: "aac/96/index.m3u8", in: master)
            try $0.replace("aac/x/index.m3u8", with: "aac/160/index.m3u8", in: master)
        },
        Fault("BANDWIDTH is missing", [.hlsBandwidthMissing, .hlsTagMalformed], with: [.hlsCodecsMissing]) {
            try $0.replace("#EXT-X-STREAM-INF:BANDWIDTH=", with: "#EXT-X-STREAM-INF:bandwidth=", in: master)
        },
        Fault("CODECS is another codec's", [.hlsCodecsWrong]) {
            try $0.replace("mp4a.40.2", with: "mp4a.40.5", in: master)
        },
        Fault("CODECS of MP3 is that of AAC", [.hlsCodecsWrong]) {
            try $0.replace("mp4a.40.34", with: "mp4a.40.2", in: "master-mp3.m3u8")
        },
        Fault("CODECS is missing", [.hlsCodecsMissing]) {
            try $0.replace(",CODECS=\"mp4a.40.2\"", with: "", in: master)
        },
        Fault("a quote is missing", [.hlsTagMalformed, .hlsCodecsMissing]) {
            try $0.replace("CODECS=\"mp4a.40.2\"", with: "CODECS=\"mp4a.40.2", in: master)
        },
        Fault("a variant has no URI", [.hlsSegmentMissing], with: [.documentManifest]) {
            try $0.replace("aac/160/index.m3u8\n", with: "", in: master)
        },
        Fault("a variant's group does not exist", [.hlsGroupMissing]) {
            try $0.replace("CODECS=", with: "AUDIO=\"a\",CODECS=", in: master)
        },
        Fault("a variant is offered twice", [.hlsVariantRepeated]) {
            let variant = $0.text(master).split(separator: "\n").suffix(2).joined(separator: "\n") + "\n"
            $0.files[master]? += Array(variant.utf8)
        },
        Fault("a group has two members of one name", [.hlsGroupInvalid], with: [.hlsURIRepeated]) {
            let member = "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"n\",DEFAULT=YES,URI=\"aac/96/index.m3u8\"\n"
            try $0.replace("#EXT-X-STREAM-INF:", with: member + member + "#EXT-X-STREAM-INF:AUDIO=\"a\",", in: master)
        },
        Fault(
            "a variant ends sooner than the others", [.hlsContentDiffers],
            with: [.declaredDurationWrong, .hlsAverageBandwidthWrong, .hlsBandwidthHigh, .hlsSegmentsMisaligned],
            .absent
        ) {
            try $0.remove(manifest)
            try $0.replace("#EXTINF:4.058776,\n00003.m4s\n", with: "", in: media)
        },
        Fault("a URI has a space", [.uriMalformed], with: [.documentSegments]) {
            try $0.replace("00002.m4s", with: "00 2.m4s", in: media)
        },
        Fault("a segment is larger than anything that is read", [.limitExceeded], .absent) {
            $0.sizes["aac/96/00002.m4s"] = 1 << 40
        },
        Fault("a segment cannot be read", [.fileUnreadable], .absent) {
            $0.sizes["aac/96/00002.m4s"] = 1 << 20
        },
        Fault("there is nothing", [.nothingToCheck], .absent) { $0.files = [:] },
        Fault("all bit rates lie in one group", [.hlsGroupLadder, .hlsURIRepeated]) {
            let members = ["96", "160"].map {
                "#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID=\"a\",NAME=\"\($0)\",URI=\"aac/\($0)/index.m3u8\"\n"
            }.joined()
            try $0.replace("#EXT-X-STREAM-INF:", with: members + "#EXT-X-STREAM-INF:AUDIO=\"a\",", in: master)
        },
    ]
}
