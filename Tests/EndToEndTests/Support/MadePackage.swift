internal import Foundation
internal import Lathe
internal import Synchronization
internal import TestServers

/// A package made by the library from the fixture, once for all tests that only look at it.
final class MadePackage: Sendable {
    let folder: TemporaryFolder
    let package: Package
    let master: String

    var path: String { folder / "package" }

    init(_ master: String, preset: Preset = .music, layout: Layout = .segments, threadCount: Int = 2) async throws {
        folder = try TemporaryFolder()
        self.master = master
        package = try await Transcoder(preset: preset, layout: layout, threadCount: threadCount)
            .transcode(master, to: DirectorySink(folder / "package")).package
    }

    func file(_ name: String) throws -> [UInt8] {
        Array(try Data(contentsOf: URL(filePath: "\(path)/\(name)")))
    }

    func text(_ name: String) throws -> String { String(decoding: try file(name), as: UTF8.self) }

    /// The segment's own bytes, whatever else is in its file.
    func bytes(of segment: Package.Segment) throws -> [UInt8] {
        let file = try file(segment.path)
        return segment.offset.map { Array(file[$0..<$0 + segment.bytes]) } ?? file
    }

    /// The init segment; empty where there is none.
    func initSegment(of rendition: Package.Rendition) throws -> [UInt8] {
        guard let path = rendition.initSegment else { return [] }
        let file = try file(path)
        return rendition.initRange.map { Array(file[$0.offset..<$0.offset + $0.bytes]) } ?? file
    }

    /// Init segment and all media segments as one stream of bytes.
    func joined(_ rendition: Package.Rendition) throws -> [UInt8] {
        try initSegment(of: rendition) + rendition.segments.flatMap(bytes)
    }

    /// The package of `Fixtures/music.flac`.
    static var music: MadePackage {
        get async throws { try await music(.segments) }
    }

    static func music(_ layout: Layout) async throws -> MadePackage {
        switch layout {
        case .segments: try await sharedSegments.value
        case .singleFile: try await sharedSingleFile.value
        }
    }

    private static let sharedSegments = Task { try await makeShared(.segments) }
    private static let sharedSingleFile = Task { try await makeShared(.singleFile) }

    /// Made once, and taken away when the tests end.
    private static func makeShared(_ layout: Layout) async throws -> MadePackage {
        let made = try await MadePackage(Tool.fixture("music.flac"), layout: layout)
        sharedPaths.withLock { $0.append(made.folder.path) }
        atexit {
            MadePackage.sharedPaths.withLock { paths in
                for path in paths { try? FileManager.default.removeItem(atPath: path) }
            }
        }
        return made
    }

    private static let sharedPaths = Mutex<[String]>([])
}
