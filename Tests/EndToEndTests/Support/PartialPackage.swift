internal import Foundation
internal import Testing

/// What a player that comes before the end finds in a folder.
struct PartialPackage {
    let path: String

    private func text(_ name: String) -> String? { try? String(contentsOfFile: "\(path)/\(name)", encoding: .utf8) }

    func has(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }

    /// The media playlists that are there already.
    func mediaPlaylists() throws -> [String: MediaPlaylist] {
        var found: [String: MediaPlaylist] = [:]
        for codec in ["aac", "mp3"] {
            for kilobits in [96, 160, 320] {
                let name = "\(codec)/\(kilobits)/index.m3u8"
                if let text = text(name) { found[name] = try MediaPlaylist(text) }
            }
        }
        return found
    }

    func multivariantPlaylist(_ name: String) throws -> MultivariantPlaylist? {
        try text(name).map { try MultivariantPlaylist($0) }
    }

    /// Every file that any playlist names, with what names it, is there.
    func expectWhole(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for (name, playlist) in try mediaPlaylists() {
            let folder = (name as NSString).deletingLastPathComponent
            for uri in playlist.uris {
                #expect(has("\(folder)/\(uri)"), "\(name) names \(uri)", sourceLocation: sourceLocation)
            }
        }
        for name in ["master.m3u8", "master-mp3.m3u8"] {
            for variant in try multivariantPlaylist(name)?.variants ?? [] {
                #expect(has(variant.uri), "\(name) names \(variant.uri)", sourceLocation: sourceLocation)
            }
        }
    }

    /// Every segment that a playlist names is complete: its boxes or frames fill it exactly.
    func expectCompleteSegments(sourceLocation: SourceLocation = #_sourceLocation) throws {
        for (name, playlist) in try mediaPlaylists() {
            let folder = (name as NSString).deletingLastPathComponent
            for uri in playlist.uris {
                let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(path)/\(folder)/\(uri)")))
                let isComplete = uri.hasSuffix("mp3") ? (try? MP3Stream(bytes)) != nil : Boxes.fill(bytes)
                #expect(isComplete && !bytes.isEmpty, "\(folder)/\(uri)", sourceLocation: sourceLocation)
            }
        }
    }
}

extension Boxes {
    /// True when boxes follow each other to the very end.
    static func fill(_ bytes: [UInt8]) -> Bool {
        var position = 0
        while position + 8 <= bytes.count {
            let size = bytes.integer(at: position, bytes: 4)
            guard size >= 8 else { return false }
            position += size
        }
        return position == bytes.count
    }
}
