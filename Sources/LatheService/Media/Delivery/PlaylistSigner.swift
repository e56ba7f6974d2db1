internal import Foundation

/// Puts signed URLs into a media playlist in place of the relative ones (RFC 8216 §4.1).
///
/// Playlists that a multivariant playlist names stay relative: they are asked for at this service.
struct PlaylistSigner {
    /// What must hold the files that are signed.
    private let folder: String
    private let playlist: String
    private let sign: (_ key: String) throws -> String?

    /// - Parameters:
    ///   - folder: the package's, without a slash at its end.
    ///   - playlist: its key; URIs are relative to it.
    ///   - sign: gives the URL of a file by its key; asked once for each.
    init(folder: String, playlist: String, sign: @escaping (_ key: String) throws -> String?) {
        self.folder = folder
        self.playlist = playlist
        self.sign = sign
    }

    func signed(_ text: [UInt8]) throws -> [UInt8] {
        var known: [Substring: String] = [:]
        func url(_ uri: Substring) throws -> String {
            if let known = known[uri] { return known }
            let url = try key(of: uri).flatMap(sign) ?? String(uri)
            known[uri] = url
            return url
        }
        var result = ""
        let lines = String(decoding: text, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for (index, line) in lines.enumerated() {
            if index > 0 { result += "\n" }
            if let uri = Self.attribute(in: line) {
                result += try line[..<uri.startIndex] + url(uri) + line[uri.endIndex...]
            } else {
                result += line.isEmpty || line.hasPrefix("#") ? String(line) : try url(line)
            }
        }
        return Array(result.utf8)
    }

    /// The value of a tag's URI attribute, as EXT-X-MAP has one (§4.3.2.5).
    private static func attribute(in line: Substring) -> Substring? {
        guard line.hasPrefix("#EXT"), let start = line.firstRange(of: "URI=\"") else { return nil }
        return line[start.upperBound...].firstIndex(of: "\"").map { line[start.upperBound..<$0] }
    }

    /// Nil for what is not a media file of this package.
    private func key(of uri: Substring) -> String? {
        guard !uri.hasPrefix("/"), !uri.hasSuffix(".m3u8"), !uri.contains("?"), !uri.contains("://"),
            let path = uri.removingPercentEncoding
        else { return nil }
        var parts = playlist.split(separator: "/").dropLast().map(String.init)
        for part in path.split(separator: "/") where part != "." {
            if part != ".." { parts.append(String(part)) } else if parts.popLast() == nil { return nil }
        }
        let key = parts.joined(separator: "/")
        return key.hasPrefix(folder + "/") ? key : nil
    }
}
