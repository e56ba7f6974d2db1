import LathePackaging
import Testing

@Suite("CMAF, judged by other programs")
struct CMAFOracleTests {
    private static let sampleRate = 44_100
    private static let length = 10 * sampleRate + 123

    @Test("AAC segments decode, without a warning, to what the encoder's own stream decodes to")
    func aac() throws {
        let bench = try Workbench()
        let (initSegment, segments) = try Self.packagedAAC(on: bench)
        #expect(segments.count == 3)
        try bench.write(initSegment + segments.joined(), to: "all.mp4")
        let probe = try bench.run(
            "ffprobe -v warning -show_entries packet=pts,duration,size -of csv=p=0 all.mp4")
        #expect(probe.complaints == "")
        print("XX", probe.lines.first!, probe.lines.last!, probe.lines.count)
        print("XX", try bench.run("ffprobe -v warning -show_entries stream=codec_name,profile,sample_rate,channels,start_pts,time_base,duration,bit_rate,codec_tag_string:format=start_time,duration -of default=nw=1 all.mp4").text)
        let d = try bench.run("ffmpeg -v warning -i all.mp4 -f s16le -")
        print("XX", d.complaints, d.output.count/4, Self.length)
        let n = try bench.run("$(python3 -c 'import imageio_ffmpeg;print(imageio_ffmpeg.get_ffmpeg_exe())') -v warning -i all.mp4 -f s16le -")
        print("XX", n.complaints, n.output.count/4, Self.length)
        let r = try bench.run("ffmpeg -v warning -i reference.aac -f s16le -")
        print("XX", r.complaints, r.output.count/4, Self.length)
    }

    private static func packagedAAC(on bench: Workbench) throws -> (initSegment: [UInt8], segments: [[UInt8]]) {
        let source = "sine=frequency=440:sample_rate=44100,atrim=end_sample=\(length)"
        try bench.run("ffmpeg -v error -f lavfi -i '\(source)' -ac 2 -c:a aac -b:a 96k -f adts reference.aac")
        let track = CMAFTrack(
            coding: .aac(audioSpecificConfig: [0x12, 0x10], bitsPerSecond: 96_000), sampleRate: sampleRate,
            channelCount: 2, primingSamples: 1024, length: length)
        let timeline = Timeline(sampleRate: sampleRate, segmentDuration: 4, length: length)
        let frames = framesOfADTS(try bench.read("reference.aac"))
        return (track.initSegment(), track.segments(of: frames, along: timeline, length: length))
    }
}
