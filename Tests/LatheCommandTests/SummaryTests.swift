import LatheMedia
import Testing

@testable import Lathe
@testable import LatheCommand

@Suite("The closing summary")
struct SummaryTests {
    @Test("A transcode is summed up")
    func whole() {
        #expect(
            summary(of: Samples.result) == """
                waltz.flac: 5:00 of music in 6.9 s, 43.5× real time

                  rendition   codec      average kbit/s  peak kbit/s     size  segments
                  aac-96      mp4a.40.2            97.3       1101.3  95.7 kB         2
                  vorbis-320  vorbis               97.3       1101.3   1.3 MB         1

                  loudness  -14.1 LUFS, range 6.2 LU, true peak 0.0 dBTP
                  note      mp3-320 is made at 48,000 Hz.

                  HLS       my out/master.m3u8 (aac-96)
                  DASH      my out/manifest.mpd (aac-96)
                  file      my out/vorbis/320.ogg
                  contents  my out/package.json
                  play it   mpv 'my out/master.m3u8'

                """)
    }

    @Test("Of a file with all segments, a player streams the init segment and the segments, not the index")
    func singleFile() {
        var package = Samples.package
        package.files = [.init(path: "aac/96.mp4", bytes: 96_000, sha256: Samples.digest)]
        package.renditions[0].initSegment = "aac/96.mp4"
        package.renditions[0].initRange = .init(offset: 0, bytes: 674)
        #expect(package.streamedBytes(of: package.renditions[0]) == 95_674)
    }

    @Test("Silence has no loudness, and a title says more than a file's name")
    func silence() {
        var package = Samples.package
        package.loudness = .init(integrated: nil, range: nil, truePeak: nil)
        package.notes = []
        package.manifests = []
        package.renditions = []
        package.master.tags.title = "Waltz"
        package.master.tags.artist = "Somebody"
        let result = TranscodeResult(package: package, master: "a.wav", output: "out/", elapsed: .seconds(600))
        #expect(
            summary(of: result) == """
                Waltz by Somebody: 5:00 of music in 10:00, 0.5× real time

                  rendition  codec  average kbit/s  peak kbit/s  size  segments

                  contents  out/package.json

                """)
    }
}
