internal import LatheCrypto
internal import LatheStorage

/// Where the package of one attempt lies in the store: `tracks/{track}/{revision}-{lease token}/`.
///
/// The token is part of the name, so that an attempt that was taken for dead and is not can never write into what
/// another one publishes.
struct PackagePlace: Sendable, Equatable {
    static let root = "tracks/"

    let track: String
    let revision: String
    let token: Int64

    /// Ends with a slash.
    var prefix: String { "\(Self.root)\(track)/\(revision)-\(token)/" }

    init(track: String, revision: String, token: Int64) {
        self.track = track
        self.revision = revision
        self.token = token
    }

    /// The place that a key lies in; nil for a key that is none of ours.
    init?(containing key: ObjectKey) {
        let parts = key.text.split(separator: "/", maxSplits: 3, omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] + "/" == Self.root, let hyphen = parts[2].lastIndex(of: "-"),
            let token = Int64(parts[2][parts[2].index(after: hyphen)...])
        else { return nil }
        self.init(track: String(parts[1]), revision: String(parts[2][..<hyphen]), token: token)
    }

    func key(_ path: String) throws -> ObjectKey { try ObjectKey(prefix + path) }
}

extension ObjectAttributes {
    /// What a file of a package is, by its name, and how long caches may keep it.
    init(for object: SpooledObject) {
        let suffix = object.path.split(separator: ".").last.map(String.init) ?? ""
        self.init(
            contentType: Self.contentTypes[suffix] ?? "application/octet-stream",
            cacheControl: object.isWrittenAgain ? "public, max-age=2" : "public, max-age=31536000, immutable",
            sha256: SHA256Digest(hexadecimal: object.sha256))
    }

    private static let contentTypes = [
        "m3u8": "application/vnd.apple.mpegurl", "mpd": "application/dash+xml", "json": "application/json",
        "mp4": "audio/mp4", "m4s": "audio/mp4", "m4a": "audio/mp4", "mp3": "audio/mpeg", "ogg": "audio/ogg",
        "opus": "audio/ogg", "webm": "audio/webm", "flac": "audio/flac",
    ]
}
