import Foundation
import LatheMedia
import Testing

/// Fixtures, files made on the spot, and what other programs decode from them.
enum Masters {
    struct Decoded {
        var facts: MasterFacts
        /// Channel after channel.
        var channels: [[Float]]
        var blockLengths: [Int]
        var warnings: [String]
        var integrity: MasterIntegrity

        var sampleCount: Int { channels.first?.count ?? 0 }

        /// Samples as other programs write them.
        var interleaved: [Float] {
            (0..<sampleCount).flatMap { index in channels.map { $0[index] } }
        }
    }

    private static let fixtures: URL = {
        let here = URL(filePath: #filePath)
        let root = here.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        return root.deletingLastPathComponent().appending(path: "Fixtures")
    }()

    static func path(_ name: String) -> String { fixtures.appending(path: name).path }

    static func bytes(_ name: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: fixtures.appending(path: name)))
    }

    /// Reads a master to its end.
    static func decode(_ path: String, block: Int = 4096, limits: MasterLimits = .standard) throws -> Decoded {
        let reader = try MasterReader(path: path, limits: limits)
        var channels = [[Float]](repeating: [], count: reader.facts.channelCount)
        var lengths: [Int] = []
        while let piece = try reader.read(block) {
            lengths.append(piece.sampleCount)
            for index in channels.indices { piece.withChannel(index) { channels[index] += $0 } }
        }
        return Decoded(
            facts: reader.facts, channels: channels, blockLengths: lengths, warnings: reader.warnings,
            integrity: reader.integrity)
    }

    /// Reads a master that exists only as bytes.
    static func decode(_ bytes: [UInt8], named name: String = "master", limits: MasterLimits = .standard) throws
        -> Decoded
    {
        try withFile(bytes, named: name) { try decode($0, limits: limits) }
    }

    /// The code of the error that reading must end with; nil if there is none.
    static func failure(_ bytes: [UInt8], named name: String = "master", limits: MasterLimits = .standard)
        -> MediaError?
    {
        do {
            _ = try decode(bytes, named: name, limits: limits)
            return nil
        } catch {
            return error as? MediaError
        }
    }

    /// Lends a file that is removed afterwards.
    static func withFile<R>(_ bytes: [UInt8], named name: String = "master", _ body: (String) throws -> R) throws -> R {
        try withFolder { folder in
            let file = folder.appending(path: name)
            try Data(bytes).write(to: file)
            return try body(file.path)
        }
    }

    static func withFolder<R>(_ body: (URL) throws -> R) throws -> R {
        let folder = FileManager.default.temporaryDirectory.appending(path: "reading-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }  // A leftover in the temporary folder harms no test.
        return try body(folder)
    }

    /// What a program writes to its standard output.
    static func output(of arguments: [String]) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(arguments.joined(separator: " ")) failed")
        return [UInt8](data)
    }

    /// What FFmpeg decodes, interleaved.
    static func ffmpeg(_ path: String) throws -> [Float] {
        let bytes = try output(of: ["ffmpeg", "-v", "error", "-i", path, "-f", "f32le", "-"])
        return numbers(bytes, UInt32.self).map(Float.init(bitPattern:))
    }

    static func numbers<Number: FixedWidthInteger>(_ bytes: [UInt8], _: Number.Type) -> [Number] {
        bytes.withUnsafeBytes { buffer in
            stride(from: 0, to: buffer.count, by: Number.bitWidth / 8).map {
                Number(littleEndian: buffer.loadUnaligned(fromByteOffset: $0, as: Number.self))
            }
        }
    }
}

extension [UInt8] {
    /// The same bytes with some replaced.
    func patched(_ offset: Int, _ replacement: [UInt8]) -> [UInt8] {
        var copy = self
        copy.replaceSubrange(offset..<offset + replacement.count, with: replacement)
        return copy
    }

    /// The same bytes with a number replaced, least significant byte first.
    func patched<Number: FixedWidthInteger>(_ offset: Int, little number: Number) -> [UInt8] {
        patched(offset, Swift.withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) })
    }

    init<Number: FixedWidthInteger>(little number: Number) {
        self = Swift.withUnsafeBytes(of: number.littleEndian) { [UInt8]($0) }
    }
}
