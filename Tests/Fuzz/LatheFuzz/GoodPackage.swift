internal import Foundation
internal import Lathe
internal import LatheValidation

/// A package of few samples with every codec, made once.
struct GoodPackage: Sendable {
    static let shared = GoodPackage()

    private let files: [String: [UInt8]]
    private let names: [String]

    private init() {
        let sink = MemorySink()
        let done = DispatchSemaphore(value: 0)
        Task.detached {
            defer { done.signal() }
            do {
                let master = "Fixtures/47-samples.flac"
                var preset = try Preset.musicLossless.selecting(["aac-96", "flac", "mp3-96", "vorbis-96"])
                preset.renditions += try Preset.opus.selecting(["opus-64"]).renditions
                _ = try await Transcoder(preset: preset).transcode(master, to: sink).package
            } catch { fatalError("no package to begin with: \(error)") }
        }
        done.wait()
        files = sink.objects
        names = files.keys.sorted()
        writeSeeds()
    }

    func validate(replacing bytes: UnsafeRawBufferPointer) {
        guard let choice = bytes.first else { return }
        var changed = files
        changed[names[Int(choice) % names.count]] = Array(bytes.dropFirst())
        // Findings are what is expected.
        _ = try? Validator(MemorySource(files: changed), subject: "package").validate()
    }

    /// Into the folder that `LATHE_FUZZ_SEEDS` names: each file as it is.
    private func writeSeeds() {
        guard let folder = ProcessInfo.processInfo.environment["LATHE_FUZZ_SEEDS"] else { return }
        for (index, name) in names.enumerated() {
            let seed = Data([UInt8(index)] + (files[name] ?? []))
            let path = "\(folder)/\(name.replacing("/", with: "-"))"
            guard FileManager.default.createFile(atPath: path, contents: seed) else { fatalError("no \(path)") }
        }
    }
}
