internal import LatheValidation

extension Fault {
    private static let manifest = "manifest.mpd"

    /// In MPDs.
    static let dash: [Fault] = [
        Fault("the timeline has a gap", [.dashTimelineGap, .dashStartWrong], .signed) {
            try $0.replace("<S d=\"178992\"/>", with: "<S t=\"400000\" d=\"178992\"/>", in: manifest)
        },
        Fault("the timeline overlaps", [.dashTimelineGap, .dashStartWrong]) {
            try $0.replace("<S d=\"178992\"/>", with: "<S t=\"340000\" d=\"178992\"/>", in: manifest)
        },
        Fault(
            "a segment is said to last longer", [.dashDurationWrong, .dashStartWrong, .dashMaximumExceeded],
            with: [.documentTimeline]
        ) {
            try $0.replace(
                "<S t=\"0\" d=\"175104\" r=\"1\"/>", with: "<S t=\"0\" d=\"185104\"/><S d=\"165104\"/>", in: manifest)
        },
        Fault(
            "a segment is counted once too often", [.fileMissing],
            with: [.dashDurationWrong, .dashTotalDurationWrong, .documentSegments]
        ) {
            try $0.replace(" r=\"1\"", with: " r=\"2\"", in: manifest)
        },
        Fault("numbers begin with 2", [.fileMissing, .dashDurationWrong, .dashStartWrong, .documentSegments]) {
            try $0.replace("startNumber=\"1\"", with: "startNumber=\"2\"", in: manifest)
        },
        Fault("@mediaPresentationDuration is wrong", [.dashTotalDurationWrong]) {
            try $0.replace("PT12.000000S", with: "PT13.000000S", in: manifest)
        },
        Fault("@maxSegmentDuration is too short", [.dashMaximumExceeded]) {
            try $0.replace("maxSegmentDuration=\"PT4.058776S\"", with: "maxSegmentDuration=\"PT4S\"", in: manifest)
        },
        Fault("@minBufferTime is missing", [.dashAttributeMissing]) {
            try $0.replace(" minBufferTime=\"PT4.058776S\"", with: "", in: manifest)
        },
        Fault("a duration is none", [.dashAttributeMalformed]) {
            try $0.replace("minBufferTime=\"PT4.058776S\"", with: "minBufferTime=\"4.058776\"", in: manifest)
        },
        Fault("@bandwidth is too low", [.dashBandwidthLow, .documentBandwidth]) {
            try $0.replace("bandwidth=\"1", with: "bandwidth=\"", in: manifest)
        },
        Fault("@bandwidth is twice the peak", [.dashBandwidthHigh, .documentBandwidth]) {
            try $0.replace("bandwidth=\"1", with: "bandwidth=\"2", in: manifest)
        },
        Fault("@codecs is another codec's", [.dashCodecsWrong]) {
            try $0.replace("mp4a.40.2", with: "mp4a.40.29", in: manifest)
        },
        Fault("@audioSamplingRate is another", [.dashSampleRateWrong]) {
            try $0.replace("audioSamplingRate=\"44100\"", with: "audioSamplingRate=\"48000\"", in: manifest)
        },
        Fault("the channels are others", [.dashChannelsWrong]) {
            try $0.replace(
                "ChannelConfiguration\" value=\"2\"", with: "ChannelConfiguration\" value=\"6\"", in: manifest)
        },
        Fault("@mimeType is another container's", [.dashMimeTypeWrong]) {
            try $0.replace("audio/mp4", with: "audio/webm", in: manifest)
        },
        Fault(
            "two Representations have the same id",
            [.dashIDRepeated, .documentManifest, .documentBandwidth, .documentSegments], .signed
        ) {
            try $0.replace("id=\"aac-160\"", with: "id=\"aac-96\"", in: manifest)
        },
        Fault("a Representation is not in package.json", [.documentManifest]) {
            try $0.replace("id=\"aac-160\"", with: "id=\"aac-161\"", in: manifest)
        },
        Fault("a template stands for nothing", [.dashTemplateInvalid], .signed) {
            try $0.replace("$Number%05d$", with: "$Numbr$", in: manifest)
        },
        Fault("a template leads out of the package", [.uriOutside]) {
            try $0.replace("media=\"aac/96/", with: "media=\"../aac/96/", in: manifest)
        },
        Fault("the init segment is not there", [.fileMissing]) {
            try $0.replace("aac/96/init.mp4", with: "aac/96/start.mp4", in: manifest)
        },
        Fault("Vorbis is called aligned, though its segments are not", [.dashAlignmentFalse]) {
            try $0.replace("audio/webm\"", with: "audio/webm\" subsegmentAlignment=\"true\"", in: "vorbis.mpd")
        },
        Fault("WebM stands in a profile of ISO BMFF", [.dashProfileWrong]) {
            try $0.replace("profile:full:2011", with: "profile:isoff-live:2011", in: "vorbis.mpd")
        },
        Fault("an element does not end", [.dashXMLMalformed]) {
            try $0.replace("</AdaptationSet>", with: "", in: manifest)
        },
        Fault("there is an entity of its own", [.dashXMLMalformed]) {
            try $0.replace("<MPD", with: "<!DOCTYPE MPD [<!ENTITY a SYSTEM \"/etc/passwd\">]><MPD", in: manifest)
        },
        Fault(
            "a segment is repeated without end", [.limitExceeded], with: [.fileMissing, .dashTotalDurationWrong],
            .absent
        ) {
            try $0.replace("<S d=\"178992\"/>", with: "<S d=\"178992\" r=\"999999999\"/>", in: manifest)
        },
        Fault("there is no Period", [.dashElementMissing], with: [.documentManifest]) {
            $0.files[manifest] = Array($0.text(manifest).replacing("Period", with: "Epoch").utf8)
        },
        Fault("the root element is another", [.dashNotMPD]) {
            let text = $0.text(manifest)
            $0.files[manifest] = Array(text.replacing("MPD ", with: "MPX ").replacing("</MPD>", with: "</MPX>").utf8)
        },
        Fault("the namespace is another", [.dashNotMPD]) {
            try $0.replace("urn:mpeg:dash:schema:mpd:2011", with: "urn:mpeg:dash:schema:mpd:2099", in: manifest)
        },
    ]
}
