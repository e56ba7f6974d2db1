internal import LatheAccess
internal import LatheHTTP
internal import LatheStorage

/// Files of a directory store, sent by the kernel.
struct LocalFiles: DeliveredFiles {
    private let open: OpenFiles

    init(store: DirectoryStore) { open = OpenFiles(store) }

    func response(to request: Request, for grant: DeliveryGrant, at now: UnixTime) throws -> Response? {
        guard let entry = try open.file(for: grant) else { return nil }
        guard let body = FileBody(owning: try entry.file.descriptor()) else { return nil }
        return .file(
            body, for: request, type: entry.type, entityTag: entry.entityTag,
            headers: ["Cache-Control": entry.caching.field(until: grant.expiresAt, at: now)])
    }
}

/// For how long what is behind a signed path may be kept.
struct Caching: Sendable, Equatable {
    /// RFC 9111 §5.2.2, as it was stored.
    private let stored: String

    /// - Parameter name: tells what was not stored.
    init(stored: String?, name: String) {
        let mayChange = name.hasSuffix(".m3u8") || name.hasSuffix(".mpd") || name.hasSuffix(".json")
        self.stored = stored ?? (mayChange ? "public, max-age=2" : "public, max-age=31536000, immutable")
    }

    /// With a limit for caches that many share: none of them may answer for longer than the token is good.
    func field(until end: UnixTime, at now: UnixTime) -> String {
        stored.contains("immutable") ? "\(stored), s-maxage=\(max(0, end.seconds - now.seconds))" : stored
    }
}
