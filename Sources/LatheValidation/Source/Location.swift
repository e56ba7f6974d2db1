/// A file of the package, or a part of one.
struct Location: Hashable {
    let path: String
    /// Nil: all of it.
    var range: Range<Int>?
}

/// Where a reference in a playlist or manifest leads.
enum Reference: Equatable {
    /// A path of the package.
    case inside(String)
    /// Above the package, or to the root of a server.
    case outside
    /// With a scheme: another server.
    case remote
    /// No URI at all.
    case malformed

    /// Resolves a reference (RFC 3986 §5) against the file that makes it.
    init(_ uri: String, from file: String) {
        guard !uri.isEmpty, uri.utf8.allSatisfy({ $0 > 32 && $0 != 127 && $0 != UInt8(ascii: "\\") }) else {
            self = .malformed
            return
        }
        if Self.hasScheme(uri) || uri.hasPrefix("//") { self = .remote; return }
        if uri.hasPrefix("/") { self = .outside; return }
        let path = uri.prefix { $0 != "?" && $0 != "#" }
        guard let path = Self.decoded(path) else { self = .malformed; return }
        var parts = file.split(separator: "/").dropLast().map(String.init)
        for part in path.split(separator: "/").map(String.init) where part != "." {
            if part == ".." {
                if parts.popLast() == nil { self = .outside; return }
            } else {
                parts.append(part)
            }
        }
        self = .inside(parts.joined(separator: "/"))
    }

    /// Letters, digits, `+`, `-`, `.` before a colon, and no slash before it (RFC 3986 §3.1).
    private static func hasScheme(_ uri: String) -> Bool {
        guard let colon = uri.firstIndex(of: ":"), let first = uri.first, first.isLetter else { return false }
        return uri[..<colon].allSatisfy { $0.isLetter || $0.isNumber || "+-.".contains($0) }
    }

    /// With `%XX` replaced by what it stands for; nil where it stands for nothing, or for what no path may hold.
    private static func decoded(_ path: Substring) -> String? {
        var bytes: [UInt8] = []
        var rest = Array(path.utf8)[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else { bytes.append(byte); continue }
            let digits = String(decoding: rest.prefix(2), as: UTF8.self)
            guard digits.utf8.count == 2, let value = UInt8(digits, radix: 16), value != 0 else { return nil }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        return String(validating: bytes, as: UTF8.self)
    }
}
