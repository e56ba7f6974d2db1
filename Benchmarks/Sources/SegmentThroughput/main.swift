import LathePackaging

// How fast the packaging stage is by itself: coded frames of an hour of music become segments, playlist and manifest in
// memory, on one thread. No codec, no disk. The bytes of the frames do not matter to a packager; their sizes do.
//
//   swift run -c release --package-path Benchmarks SegmentThroughput

print("container  kbit/s  segments/s  × real time   MB/s   (median of \(Measurement.rounds) rounds, an hour of music)")
for kilobits in [96, 160, 320] {
    Measurement("CMAF", kilobits, frameLength: 1024, packageCMAF).report()
    Measurement("MP3", kilobits, frameLength: 1152, packageMP3).report()
    Measurement("WebM", kilobits, frameLength: 1024, packageWebM).report()
}
