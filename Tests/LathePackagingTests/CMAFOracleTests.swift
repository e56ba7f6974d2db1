import LathePackaging
import Testing

@Suite("CMAF, judged by other programs")
struct CMAFOracleTests {
    private static let sampleRate = 44_100
    private static let length = 10 * sampleRate + 123

    @Test("AAC segments decode, without a warning, to what the encoder's own stream decodes to")
    func aac() throws {
        let bench = try Workbench()
        let package = try Self.packagedAAC(on: bench)
        try bench.write(package.initSegment + package.segments.joined(), to: "all.mp4")
        let decoded = try bench.run("ffmpeg -v warning -i all.mp4 -f s16le -")
        let reference = try bench.run("ffmpeg -v error -i reference.aac -f s16le -")
        #expect(decoded.complaints == "")
        #expect(reference.output.count / 4 == 432 * 1024)
        #expect(Self.priming(missingFrom: decoded, of: reference) != nil)
    }

    @Test("The edit list puts the priming before zero, and the header states rate and length")
    func aacTimes() throws {
        let bench = try Workbench()
        let package = try Self.packagedAAC(on: bench)
        try bench.write(package.initSegment + package.segments.joined(), to: "all.mp4")
        let entries = "stream=codec_name,profile,codec_tag_string,sample_rate,channels,time_base,start_pts"
        let probe = try bench.run("ffprobe -v warning -show_entries \(entries) -of csv=p=0 all.mp4")
        #expect(probe.complaints == "")
        // FFmpeg 5 says when the priming begins, FFmpeg 7 when the programme does.
        let starts = [-1024, 0].map { Substring("aac,LC,mp4a,44100,2,1/44100,\($0)") }
        #expect(probe.lines.count == 1 && starts.contains(probe.lines[0]), "\(probe.lines)")
        let duration = try bench.run("ffprobe -v warning -show_entries format=duration -of csv=p=0 all.mp4")
        #expect(duration.lines == ["10.002789"])
    }

    @Test("Each segment decodes by itself after the init segment, at its own time")
    func aacSegmentAlone() throws {
        let bench = try Workbench()
        let package = try Self.packagedAAC(on: bench)
        #expect(package.segments.count == 3)
        for (number, segment) in package.segments.enumerated() {
            try bench.write(package.initSegment + segment, to: "one.mp4")
            let probe = try bench.run("ffprobe -v warning -show_entries packet=pts -of csv=p=0 one.mp4")
            #expect(probe.complaints == "")
            let start = package.timeline.range(ofSegment: number).lowerBound
            // FFmpeg 7 ends the line with a comma where the packet has side data.
            #expect(probe.lines.first?.prefix { $0 != "," } == "\(number == 0 ? -1024 : start)")
            #expect(try bench.run("ffmpeg -v warning -i one.mp4 -f null -").complaints == "")
        }
    }

    @Test("HLS and DASH players read the same segments through their manifests")
    func manifests() throws {
        let bench = try Workbench()
        let package = try Self.packagedAAC(on: bench)
        try bench.write(package.initSegment, to: "init.mp4")
        var playlist = HLSMediaPlaylist(
            targetDuration: package.timeline.targetDuration, sampleRate: Self.sampleRate, mapURI: "init.mp4",
            state: .vod)
        let durations = package.segments.indices.map { package.timeline.range(ofSegment: $0).count }
        for (number, segment) in package.segments.enumerated() {
            try bench.write(segment, to: "0000\(number + 1).m4s")
            playlist.append(uri: "0000\(number + 1).m4s", samples: durations[number])
        }
        try bench.write(Array(playlist.rendered().utf8), to: "index.m3u8")
        let mpd = MPD(
            length: Self.length, sampleRate: Self.sampleRate,
            adaptationSets: [
                .init(
                    id: 0, mimeType: "audio/mp4", channelCount: 2, isSegmentAligned: true,
                    representations: [
                        .init(
                            id: "aac-96", bandwidth: 100_000, codecs: "mp4a.40.2", sampleRate: Self.sampleRate,
                            segments: .template(
                                .init(
                                    timescale: Self.sampleRate, initialization: "init.mp4", media: "$Number%05d$.m4s",
                                    durations: durations)))
                    ])
            ])
        try bench.write(Array(mpd.rendered().utf8), to: "manifest.mpd")
        let reference = try bench.run("ffmpeg -v error -i reference.aac -f s16le -")
        for manifest in ["index.m3u8", "manifest.mpd"] {
            let decoded = try bench.run("ffmpeg -v warning -i \(manifest) -f s16le -")
            #expect(decoded.complaints == "", "\(manifest)")
            // FFmpeg 7 applies the edit list anew with each segment of DASH.
            let perSegment = reference.output.count - 4 * Self.priming * package.segments.count
            let isRepeated = manifest.hasSuffix("mpd") && decoded.output.count == perSegment
            #expect(isRepeated || Self.priming(missingFrom: decoded, of: reference) != nil, "\(manifest)")
        }
    }

    @Test("FLAC segments decode to the master's samples")
    func flac() throws {
        let bench = try Workbench()
        let source = "sine=frequency=440:sample_rate=96000,atrim=end_sample=500000"
        try bench.run("ffmpeg -v error -f lavfi -i '\(source)' -ac 2 -sample_fmt s32 -c:a flac master.flac")
        let sizes = try bench.run("ffprobe -v error -show_entries packet=size -of csv=p=0 master.flac")
            .lines.compactMap { Int($0) }
        let master = try bench.read("master.flac")
        var rest = master.suffix(sizes.reduce(0, +))
        let frames = sizes.map { size in
            defer { rest = rest.dropFirst(size) }
            return Array(rest.prefix(size))
        }
        let track = CMAFTrack(
            coding: .flac(streamInfo: Array(master[8..<42]), bitsPerSample: 24), sampleRate: 96_000, channelCount: 2,
            frameLength: Int(master[8]) << 8 | Int(master[9]), length: 500_000)
        let timeline = Timeline(sampleRate: 96_000, segmentDuration: 2, length: 500_000)
        let segments = track.segments(of: frames, along: timeline, length: 500_000)
        try bench.write(track.initSegment() + segments.joined(), to: "all.mp4")
        let decoded = try bench.run("ffmpeg -v warning -i all.mp4 -f s24le -")
        #expect(decoded.complaints == "")
        #expect(decoded.output == (try bench.run("ffmpeg -v error -i master.flac -f s24le -")).output)
        #expect(decoded.output.count == 6 * 500_000)
        let rate = try bench.run("ffprobe -v warning -show_entries stream=codec_name,sample_rate -of csv=p=0 all.mp4")
        #expect(rate.lines == ["flac,96000"])
    }

    private static let priming = 1024

    /// The samples that a decoder left out before the same sound: none where it ignores edit lists in fragmented files
    /// as FFmpeg 5 does, the priming where it honours them; nil for anything else.
    private static func priming(missingFrom decoded: Workbench.Result, of reference: Workbench.Result) -> Int? {
        let missing = (reference.output.count - decoded.output.count) / 4
        guard missing == 0 || missing == priming else { return nil }
        return reference.output.suffix(decoded.output.count) == decoded.output ? missing : nil
    }

    private struct PackagedAAC {
        let initSegment: [UInt8]
        let segments: [[UInt8]]
        let timeline: Timeline
    }

    /// Ten seconds from another encoder, in `reference.aac` and in segments.
    private static func packagedAAC(on bench: Workbench) throws -> PackagedAAC {
        let source = "sine=frequency=440:sample_rate=44100,atrim=end_sample=\(length)"
        try bench.run("ffmpeg -v error -f lavfi -i '\(source)' -ac 2 -c:a aac -b:a 96k -f adts reference.aac")
        let track = CMAFTrack(
            coding: .aac(audioSpecificConfig: [0x12, 0x10], bitsPerSecond: 96_000), sampleRate: sampleRate,
            channelCount: 2, primingSamples: 1024, length: length)
        let timeline = Timeline(sampleRate: sampleRate, segmentDuration: 4, length: length)
        let frames = framesOfADTS(try bench.read("reference.aac"))
        return PackagedAAC(
            initSegment: track.initSegment(),
            segments: track.segments(of: frames, along: timeline, length: length), timeline: timeline)
    }
}
