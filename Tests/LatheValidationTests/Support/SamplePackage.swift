internal import Foundation
internal import Lathe
internal import LatheMedia
internal import LatheValidation

/// A package in memory that can be damaged and looked at.
struct SamplePackage: Sendable {
    var files: [String: [UInt8]]
    /// What files pretend to have, where that is not what they have.
    var sizes: [String: Int] = [:]

    /// Two bit rates of each codec, from the fixture; made once.
    static var music: SamplePackage {
        get async throws { try await shared.value }
    }

    private static let shared = Task {
        let preset = try Preset.music.selecting(["aac-96", "aac-160", "mp3-96", "mp3-160", "vorbis-96", "vorbis-320"])
        let sink = MemorySink()
        _ = try await Transcoder(preset: preset, threadCount: 2).transcode(fixture("music.flac"), to: sink).package
        return SamplePackage(files: sink.objects)
    }

    static func fixture(_ name: String) -> String {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appending(path: "Fixtures/\(name)").path
    }

    func report() throws -> ValidationReport {
        try Validator(PretendingSource(files: MemorySource(files: files), sizes: sizes), subject: "package").validate()
    }

    func text(_ path: String) -> String { String(decoding: files[path] ?? [], as: UTF8.self) }

    /// Takes the description away: what is left could be anybody's.
    mutating func anonymise() { files["package.json"] = nil }

    /// Describes the files as they are now, so that no checksum gives a fault away.
    mutating func sign() throws {
        var document = try Package(document: files["package.json"] ?? [])
        document.files = document.files.filter { files[$0.path] != nil }.map { file in
            guard let bytes = files[file.path] else { return file }
            var file = file
            file.bytes = bytes.count
            file.sha256 = Self.digest(bytes)
            return file
        }
        for index in document.renditions.indices {
            document.renditions[index].segments = document.renditions[index].segments.map { segment in
                guard let bytes = files[segment.path] else { return segment }
                var segment = segment
                segment.bytes = bytes.count
                segment.sha256 = Self.digest(bytes)
                return segment
            }
        }
        try describe(document)
    }

    /// Replaces the description.
    mutating func describe(_ document: Package) throws {
        files["package.json"] = Array(try JSONEncoder().encode(document))
    }

    private static func digest(_ bytes: [UInt8]) -> SHA256Digest {
        bytes.withUnsafeBytes { SHA256Digest(of: $0) }
    }
}
