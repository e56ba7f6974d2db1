internal import Foundation
internal import Lathe
internal import LatheMedia
internal import LatheValidation
internal import TestServers
internal import Testing

/// A folder in which other programs encode the fixture and Lathe packages what they made.
struct PackagingBench {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// Encodes the fixture with another program.
    func encode(_ name: String, _ options: String...) throws -> String {
        let arguments = ["-nostdin", "-v", "error", "-i", Tool.fixture("music.flac"), "-vn"]
        let run = try Tool.run("ffmpeg", arguments + options + [folder / name])
        #expect(run.status == 0, "\(run.complaints)")
        return folder / name
    }

    /// Packages into `package`, which a program that is not Lathe then judges, and Lathe's validator.
    ///
    /// - Parameter hasTag: where an MP3 has none, FFmpeg warns that it must estimate the length, and cannot judge.
    func package(_ inputs: [String], layout: Layout = .segments, hasTag: Bool = true) async throws -> Package {
        let package = try await Packager(layout: layout).package(inputs, to: DirectorySink(folder / "package"))
        if hasTag {
            let judge = try Tool.run(Tool.repository + "/Tests/Support/check-package", [folder / "package"])
            #expect(judge.status == 0, "\(judge.complaints)")
        }
        let findings = try Validator(path: folder / "package").validate().findings
        let codes = Set(findings.map(\.code)).subtracting(package.toleratedFindings)
        #expect(codes.isEmpty, "\(findings.map { "\($0.place): \($0.message)" })")
        return package
    }

    /// The error that packaging must end with.
    func refusal(_ inputs: [String]) async -> LatheError? {
        let error = await #expect(throws: LatheError.self) {
            _ = try await Packager().package(inputs, to: DirectorySink(folder / "package"))
        }
        #expect(!FileManager.default.fileExists(atPath: folder / "package"))
        return error
    }

    /// The full path of a rendition's playlist.
    func playlist(of rendition: Package.Rendition) throws -> String {
        "\(folder.path)/package/\(try #require(rendition.playlist))"
    }
}

extension Package {
    /// What is no fault of the packager, and its notes say: a bit reservoir that crosses borders, priming that the
    /// input did not state.
    fileprivate var toleratedFindings: Set<FindingCode> {
        let crosses = renditions.contains { $0.dependentSegments != nil }
        let isOpen = renditions.contains { $0.codec == .aac && $0.primingSamples == 0 }
        return Set(crosses ? [.mp3ReservoirCrosses, .hlsNotIndependent] : []).union(isOpen ? [.editListMissing] : [])
    }

    func rendition(_ id: String) throws -> Rendition {
        try #require(renditions.first { $0.id == id }, "there is no \(id)")
    }
}

extension Signal {
    /// The largest difference of so many samples. Compared as one number: of unequal arrays a test would list all edits.
    static func difference(_ first: Self, _ second: Self, _ count: Int) -> Float {
        difference(first.samples[...], second.samples[...], count)
    }

    static func difference(_ first: ArraySlice<Float>, _ second: ArraySlice<Float>, _ count: Int) -> Float {
        guard first.count >= count, second.count >= count else { return .infinity }
        return zip(first.prefix(count), second.prefix(count)).reduce(0) { max($0, abs($1.0 - $1.1)) }
    }
}
