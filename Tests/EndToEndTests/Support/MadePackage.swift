internal import Foundation
internal import Lathe
internal import Synchronization

/// A package made by the library from the fixture, once for all tests that only look at it.
final class MadePackage: Sendable {
    let folder: TemporaryFolder
    let package: Package
    let master: String

    var path: String { folder / "package" }

    init(_ master: String, preset: Preset = .music, threadCount: Int = 2) async throws {
        folder = try TemporaryFolder()
        self.master = master
        package = try await Transcoder(preset: preset, threadCount: threadCount)
            .transcode(master, to: DirectorySink(folder / "package")).package
    }

    func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
    }

    func text(_ name: String) throws -> String { String(decoding: try file(name), as: UTF8.self) }

    /// Init segment and all media segments as one stream of bytes.
    func joined(_ rendition: Package.Rendition) throws -> [UInt8] {
        try ([rendition.initSegment].compactMap { $0 } + rendition.segments.map(\.path)).flatMap(file)
    }

    /// The package of `Fixtures/music.flac`.
    static var music: MadePackage {
        get async throws { try await shared.value }
    }

    private static let shared = Task {
        let made = try await MadePackage(Tool.fixture("music.flac"))
        sharedPath.withLock { $0 = made.folder.path }
        atexit { MadePackage.sharedPath.withLock { path in try? FileManager.default.removeItem(atPath: path) } }
        return made
    }

    private static let sharedPath = Mutex("")
}
