internal import Lathe
internal import LatheValidation

extension Fault {
    /// Changes package.json.
    private static func document(
        _ name: String, _ codes: Set<FindingCode>, with consequences: Set<FindingCode> = [],
        _ change: @escaping @Sendable (inout Package) -> Void
    ) -> Fault {
        Fault(name, codes, with: consequences, .stale) { package in
            var document = try Package(document: package.files["package.json"] ?? [])
            let before = document
            change(&document)
            guard document != before else { throw SamplePackage.NothingToDamage(path: "package.json") }
            try package.describe(document)
        }
    }

    /// In package.json, and in files that it describes.
    static let document: [Fault] = [
        Fault("a bit of sound flips", [.checksumWrong], .stale) {
            try $0.edit("aac/160/00003.m4s") { $0[$0.count - 9] ^= 1 }
        },
        Fault("a bit of the waveform flips", [.checksumWrong], .stale) { try $0.edit("waveform.json") { $0[90] ^= 1 } },
        Fault("a file is longer than it was", [.fileSizeWrong], .stale) {
            try $0.edit("vorbis/96.ogg") { $0.append(0) }
        },
        Fault("a file is missing", [.fileMissing], .stale) { try $0.remove("waveform.json") },
        Fault("a file is too many", [.fileUnlisted], .stale) { $0.files["aac/96/00004.m4s"] = [1] },
        Fault("the writer's marker is there", [.packageUnfinished], .stale) { $0.files[".lathe-unfinished"] = [] },
        Fault("package.json is no JSON", [.documentMalformed], .stale) { try $0.truncate("package.json", by: 100) },
        Fault("package.json lacks a member", [.documentMalformed], .stale) {
            try $0.replace("\"layout\"", with: "\"lay\"", in: "package.json")
        },
        Fault("the schema is another", [.documentSchema], .stale) {
            try $0.replace("lathe-package/1", with: "lathe-package/9", in: "package.json")
        },
        Fault("a path leads out of the package", [.documentPath, .fileUnlisted], .stale) {
            try $0.replace("\"path\":\"waveform.json\"", with: "\"path\":\"../waveform.json\"", in: "package.json")
        },
        document(
            "numbers are at the edge of their type", [.documentPriming, .documentPadding, .documentTimeline],
            with: [.documentBoundary, .packedTimestampWrong]
        ) {
            $0.renditions[0].primingSamples = .min
            $0.renditions[0].paddingSamples = .max
            $0.renditions[0].segments[1].start = .max
            $0.renditions[2].segments[1].start = .min
        },
        document("samples are not the master's", [.documentSamples]) { $0.master.samples += 1 },
        document("a rendition is a sample shorter", [.documentSamples, .documentTimeline, .documentPadding]) {
            $0.renditions[0].samples -= 1
        },
        document("priming is another", [.documentPriming, .documentPadding]) { $0.renditions[0].primingSamples += 1 },
        document("padding is another", [.documentPadding]) { $0.renditions[0].paddingSamples += 1 },
        document("padding of MP3 is another", [.documentPadding]) { $0.renditions[2].paddingSamples += 1 },
        document("the average is another", [.documentBandwidth]) { $0.renditions[0].averageBitsPerSecond += 100 },
        document("the peak is another", [.documentBandwidth]) { $0.renditions[0].peakBitsPerSecond += 100 },
        document("a segment begins a sample later", [.documentTimeline], with: [.documentBoundary]) {
            $0.renditions[0].segments[1].start += 1
        },
        document("a segment is missing", [.documentSegments, .documentTimeline], with: [.documentBoundary]) {
            $0.renditions[0].segments.removeLast()
        },
        document("the codec is another", [.documentFormat]) { $0.renditions[0].codecs = "mp4a.40.5" },
        document("the channels in package.json are others", [.documentFormat]) { $0.renditions[0].channels = 1 },
        document("a manifest offers what is no rendition", [.documentManifest]) {
            $0.manifests[0].renditions.append("aac-500")
        },
    ]
}
