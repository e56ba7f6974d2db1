/// What a request is for, RFC 9112 §3.2: the path in segments and the query, each decoded once.
public struct RequestTarget: Sendable, Equatable {
    /// As it was received.
    public let raw: String
    /// The path's segments, decoded; none for `/` and for the `*` of OPTIONS.
    public let segments: [String]
    /// The query's parameters in their order, decoded as forms encode them.
    public let query: Query

    /// Reads a target in origin form, absolute form or asterisk form.
    ///
    /// Nil for what could mean different things to different readers: broken escapes, `%2f`, `%5c` and control
    /// characters in a segment, segments `.` and `..` however they are written, a backslash, a fragment, bytes that are
    /// not ASCII.
    public init?(_ raw: String) {
        guard raw.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "\\") }),
            let origin = Self.originForm(raw)
        else { return nil }
        let mark = origin.utf8.firstIndex(of: UInt8(ascii: "?"))
        let path = origin[..<(mark ?? origin.endIndex)]
        guard let segments = Self.segments(of: path),
            let query = Query(mark.map { origin[origin.utf8.index(after: $0)...] } ?? "")
        else { return nil }
        self.raw = raw
        self.segments = segments
        self.query = query
    }

    private static func originForm(_ raw: String) -> Substring? {
        if raw.hasPrefix("/") { return raw[...] }
        if raw == "*" { return "" }
        guard let scheme = ["http://", "https://"].first(where: { raw.prefix($0.count).lowercased() == $0 }) else {
            return nil
        }
        let rest = raw.dropFirst(scheme.count)
        guard let start = rest.firstIndex(where: { $0 == "/" || $0 == "?" }) else { return rest.isEmpty ? nil : "/" }
        return start == rest.startIndex ? nil : rest[start] == "/" ? rest[start...] : "/" + rest[start...]
    }

    private static func segments(of path: Substring) -> [String]? {
        guard path != "/" && path != "" else { return [] }
        var segments: [String] = []
        // By bytes: to find characters takes longer than all the rest.
        for part in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let segment = PercentEncoding.decoded(part), isUnambiguous(segment) else { return nil }
            segments.append(segment)
        }
        return segments
    }

    private static func isUnambiguous(_ segment: String) -> Bool {
        segment != "." && segment != ".."
            && segment.utf8.allSatisfy {
                $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "\\")
            }
    }
}
