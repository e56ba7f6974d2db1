import Lathe

/// Transcodes a master with progress into a sink of its own:
///
///     swift run --package-path Examples TranscodeToMemory master.flac
@main
struct TranscodeToMemory {
    static func main() async throws {
        guard let master = CommandLine.arguments.dropFirst().first else {
            return print("usage: TranscodeToMemory MASTER")
        }
        let sink = ShelfSink()
        let transcode = try Transcoder(preset: .music).transcode(master, to: sink)
        for await progress in transcode.progress {
            print("\(Int(100 * (progress.fraction ?? 0))) %, \(Int(progress.speed)) × real time")
        }
        let package = try await transcode.package
        print("\(sink.objects.count) objects, \(sink.objects.values.reduce(0) { $0 + $1.count }) bytes in memory")
        for rendition in package.renditions {
            print(
                "\(rendition.id): \(rendition.averageBitsPerSecond / 1000) kbit/s in \(rendition.segments.count) segments"
            )
        }
    }
}
