@testable import LatheValidation

/// The sample package's AAC and Vorbis at 96 kbit/s as one file each, with an index: HLS by byte ranges, DASH by
/// SegmentBase. Made here by hand, of the segments' own bytes.
struct SingleFilePackage {
    var files: [String: [UInt8]] = [:]

    init(_ package: SamplePackage) {
        addISOBMFF(package)
        addWebM(package)
    }

    func report() throws -> ValidationReport {
        try Validator(MemorySource(files: files), subject: "package").validate()
    }

    private static let durations = [175_104, 175_104, 178_992]

    private mutating func addISOBMFF(_ package: SamplePackage) {
        let start = package.files["aac/96/init.mp4"] ?? []
        let fragments = (1...3).map { Self.fragment(package.files["aac/96/0000\($0).m4s"] ?? []) }
        let references = zip(fragments, Self.durations).flatMap { fragment, duration in
            Self.big(fragment.count, 4) + Self.big(duration, 4) + Self.big(0x9000_0000, 4)
        }
        let head = Self.big(0, 4) + Self.big(1, 4) + Self.big(44_100, 4) + Self.big(0, 8) + Self.big(3, 4)
        let index = Self.box("sidx", head + references)
        files["aac.mp4"] = start + index + fragments.flatMap(\.self)

        var playlist = """
            #EXTM3U
            #EXT-X-VERSION:7
            #EXT-X-TARGETDURATION:4
            #EXT-X-PLAYLIST-TYPE:VOD
            #EXT-X-INDEPENDENT-SEGMENTS
            #EXT-X-MAP:URI="aac.mp4",BYTERANGE="\(start.count)@0"

            """
        var offset = start.count + index.count
        for (fragment, duration) in zip(fragments, ["3.970612", "3.970612", "4.058776"]) {
            playlist += "#EXTINF:\(duration),\n#EXT-X-BYTERANGE:\(fragment.count)@\(offset)\naac.mp4\n"
            offset += fragment.count
        }
        files["aac.m3u8"] = Array((playlist + "#EXT-X-ENDLIST\n").utf8)
        files["aac.mpd"] = Self.manifest(
            "audio/mp4", "mp4a.40.2", "aac.mp4", profile: "isoff-on-demand:2011", header: start.count,
            index: start.count..<start.count + index.count)
    }

    private mutating func addWebM(_ package: SamplePackage) {
        let start = package.files["vorbis/96/init.webm"] ?? []
        let clusters = (1...3).map { package.files["vorbis/96/0000\($0).webm"] ?? [] }
        guard let segment = start.firstRange(of: [0x18, 0x53, 0x80, 0x67])?.upperBound else { return }
        // Positions are four bytes wide, so the length of the Cues is known before they are filled.
        let cuesLength = 5 + 3 * 17
        var position = start.count + cuesLength - (segment + 8)
        var points: [UInt8] = []
        for (cluster, time) in zip(clusters, [0, 3975, 7954]) {
            let place = [0xF7, 0x81, 1, 0xF1, 0x84] + Self.big(position, 4)
            points += [0xBB, 0x8F, 0xB3, 0x82] + Self.big(time, 2) + [0xB7, 0x89] + place
            position += cluster.count
        }
        let cues = [0x1C, 0x53, 0xBB, 0x6B, 0x80 | UInt8(points.count)] + points
        files["vorbis.webm"] = start + cues + clusters.flatMap(\.self)
        files["vorbis.mpd"] = Self.manifest(
            "audio/webm", "vorbis", "vorbis.webm", profile: "full:2011", header: start.count,
            index: start.count..<start.count + cues.count)
    }

    private static func manifest(
        _ type: String, _ codecs: String, _ file: String, profile: String, header: Int, index: Range<Int>
    ) -> [UInt8] {
        let text = """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="urn:mpeg:dash:profile:\(profile)"
              type="static" mediaPresentationDuration="PT12S" minBufferTime="PT4S"><Period>
            <AdaptationSet contentType="audio" mimeType="\(type)" subsegmentAlignment="true">
            <Representation id="a" bandwidth="105000" codecs="\(codecs)" audioSamplingRate="44100">
            <BaseURL>\(file)</BaseURL>
            <SegmentBase indexRange="\(index.lowerBound)-\(index.upperBound - 1)">
            <Initialization range="0-\(header - 1)"/></SegmentBase>
            </Representation></AdaptationSet></Period></MPD>
            """
        return Array(text.utf8)
    }

    /// `moof` and `mdat` of a segment, without its own index.
    private static func fragment(_ segment: [UInt8]) -> [UInt8] {
        guard let type = segment.firstRange(of: Array("moof".utf8))?.lowerBound else { return [] }
        return Array(segment[(type - 4)...])
    }

    private static func box(_ type: String, _ contents: [UInt8]) -> [UInt8] {
        big(contents.count + 8, 4) + Array(type.utf8) + contents
    }

    /// A big-endian number.
    static func big(_ value: Int, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * (count - 1 - $0))) }
    }
}
