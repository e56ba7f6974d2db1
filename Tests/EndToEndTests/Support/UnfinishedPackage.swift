internal import Foundation
internal import Lathe
internal import TestServers
internal import Testing

/// What a resumable run has left, and going on from it.
struct UnfinishedPackage {
    let folder: TemporaryFolder
    let layout: Layout
    /// Made of the same master in one go, without --resume.
    let reference: MadePackage

    var path: String { folder / "package" }

    /// - Parameter reference: nil for that of `Fixtures/music.flac`.
    init(_ layout: Layout, _ reference: MadePackage? = nil) async throws {
        folder = try TemporaryFolder()
        self.layout = layout
        self.reference = if let reference { reference } else { try await MadePackage.music(layout) }
    }

    /// Starts a run that is to be disturbed.
    func start(_ options: String...) throws -> RunningLathe {
        try RunningLathe(reference.master, in: folder, ["--resume", "--layout", layout.rawValue] + options)
    }

    /// Runs on one thread, so that renditions finish one by one, and ends it when two of them are finished.
    /// Where this process was kept waiting so long that the run ended first, it is done again.
    func interrupt(by signal: Int32 = SIGKILL) throws -> Int32 {
        for _ in 0..<10 {
            let run = try start("--threads", "1")
            if run.waits(for: Self.journal("aac-160")) { run.send(signal) }
            let status = run.wait()
            guard status == 0 else { return status }
            try FileManager.default.removeItem(atPath: path)
        }
        return 0
    }

    /// - Parameter master: nil for the right one.
    func resume(_ master: String? = nil) throws -> Tool.Result {
        try Tool.run(
            Tool.lathe,
            ["transcode", master ?? reference.master, "--output", path, "--resume", "--layout", layout.rawValue])
    }

    /// Goes on to the end: then it is what an uninterrupted run without --resume makes, hidden files included.
    func expectCompletion(sourceLocation: SourceLocation = #_sourceLocation) throws {
        let run = try resume()
        #expect(run.status == 0, "\(run.complaints)", sourceLocation: sourceLocation)
        try expectComplete(sourceLocation: sourceLocation)
    }

    func expectComplete(_ comment: Comment? = nil, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let difference = try Tool.run("diff", ["-r", reference.path, path])
        #expect(difference.status == 0 && difference.text == "", comment, sourceLocation: sourceLocation)
    }

    /// The finished renditions, as the journal has them.
    func finished() throws -> [FinishedRendition] {
        let journal = "\(path)/.lathe-journal"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: journal)) ?? []
        return try names.filter { $0.hasSuffix(".rendition.json") && !$0.hasPrefix(".") }.map {
            try JSONDecoder().decode(FinishedRendition.self, from: Data(contentsOf: URL(filePath: "\(journal)/\($0)")))
        }
    }

    /// Which file exactly lies at each path of a rendition, and when it was written.
    func stamps(of renditions: [FinishedRendition]) throws -> [String: Stamp] {
        try renditions.flatMap(\.allFiles).reduce(into: [:]) { $0[$1.path] = try Stamp("\(path)/\($1.path)") }
    }

    struct Stamp: Equatable {
        private let inode: UInt
        private let seconds, nanoseconds: Int

        init(_ path: String) throws {
            var status = stat()
            guard stat(path, &status) == 0 else { throw CocoaError(.fileNoSuchFile) }
            inode = UInt(status.st_ino)
            seconds = status.st_mtim.tv_sec
            nanoseconds = status.st_mtim.tv_nsec
        }
    }

    /// The checksum of every file.
    func digest() throws -> String {
        try Tool.run("sh", ["-c", "find . -type f | LC_ALL=C sort | xargs sha256sum"], in: path).text
    }

    static func journal(_ id: String) -> String { ".lathe-journal/\(id).rendition.json" }
}
