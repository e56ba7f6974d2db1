internal import Foundation
internal import Lathe
internal import LatheValidation

/// Packages of few samples, made once, and which of their files an input may replace.
///
/// One for each codec: an input breaks one rendition, and reading all others again would take most of the time. What
/// names several renditions is replaced in a package that has them all.
struct GoodPackages: Sendable {
    static let shared = GoodPackages()

    private struct Choice {
        let path: String
        let files: [String: [UInt8]]
    }

    private let choices: [Choice]

    private init() {
        let all = ["aac-96", "aac-160", "flac", "mp3-96", "vorbis-96", "opus-64"]
        var choices: [Choice] = []
        for id in all where id != "aac-160" {
            let files = Self.made([id])
            choices += files.keys.sorted().map { Choice(path: $0, files: files) }
        }
        let files = Self.made(all)
        choices += ["package.json", "master.m3u8", "manifest.mpd"].map { Choice(path: $0, files: files) }
        self.choices = choices
        writeSeeds()
    }

    /// A package of some renditions.
    private static func made(_ ids: [String]) -> [String: [UInt8]] {
        let sink = MemorySink()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            defer { done.signal() }
            do {
                var preset = Preset.musicLossless
                preset.renditions = (preset.renditions + Preset.opus.renditions).filter { ids.contains($0.id) }
                let transcode = try Transcoder(preset: preset).transcode("Fixtures/47-samples.flac", to: sink)
                let package = try await transcode.package
                guard package.renditions.count == ids.count else { fatalError("no package of \(ids)") }
            } catch { fatalError("no package to begin with: \(error)") }
        }
        done.wait()
        return sink.objects
    }

    /// The first byte chooses the file that the others are.
    func validate(replacing bytes: UnsafeRawBufferPointer) {
        guard let first = bytes.first else { return }
        let choice = choices[Int(first) % choices.count]
        var files = choice.files
        files[choice.path] = Array(bytes.dropFirst())
        // Findings are what is expected.
        _ = try? Validator(MemorySource(files: files), subject: "package").validate()
    }

    /// Into the folder that `LATHE_FUZZ_SEEDS` names: each file as it is.
    private func writeSeeds() {
        guard let folder = ProcessInfo.processInfo.environment["LATHE_FUZZ_SEEDS"] else { return }
        for (index, choice) in choices.enumerated() {
            let seed = Data([UInt8(index)] + (choice.files[choice.path] ?? []))
            let path = "\(folder)/\(index)-\(choice.path.replacing("/", with: "-"))"
            guard FileManager.default.createFile(atPath: path, contents: seed) else { fatalError("no \(path)") }
        }
    }
}
