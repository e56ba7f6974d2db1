internal import LatheAccess
internal import LatheHTTP
internal import LatheStorage

/// Files of a store that signs URLs of its own, such as S3.
///
/// Media playlists are sent with a presigned URL for every file that they name: one per rendition where it lies in a
/// single file, whose byte ranges stay. Multivariant playlists and MPDs are sent as they are, for what they name
/// resolves to signed paths of this service, and there every media file is a redirect to a presigned URL: the templates
/// of an MPD make names that nobody can presign. A URL lives as long as the token that it was given for.
struct RemoteFiles: DeliveredFiles {
    let store: any ObjectStore
    private let manifests: ManifestCache

    init(store: any ObjectStore) {
        self.store = store
        manifests = ManifestCache(store)
    }

    func response(to request: Request, for grant: DeliveryGrant, at now: UnixTime) async throws -> Response? {
        guard let key = grant.key else { return nil }
        let lifetime = Duration.seconds(max(1, grant.expiresAt.seconds - now.seconds))
        switch ManifestKind(of: grant.file) {
        case nil: return try redirect(request, to: key, lifetime)
        case .document(let type): return try await manifests.text(of: key).map { Self.document($0, type) }
        case .playlist:
            guard let text = try await manifests.text(of: key) else { return nil }
            let playlist = try PlaylistSigner(folder: "tracks/" + grant.prefix.text, playlist: key.text) { file in
                try store.presign(PresignableRequest(.get, ObjectKey(file), lifetime: lifetime))?.url
            }.signed(text)
            return Self.document(playlist, "application/vnd.apple.mpegurl")
        }
    }

    /// Whether the file is there is told by who has it.
    private func redirect(_ request: Request, to key: ObjectKey, _ lifetime: Duration) throws -> Response? {
        let method: PresignableRequest.Method = request.method == .head ? .head : .get
        guard let presigned = try store.presign(PresignableRequest(method, key, lifetime: lifetime)) else { return nil }
        // Half its life: who follows a kept redirect must have time to read.
        let age = lifetime.components.seconds / 2
        return Response(307, headers: ["Location": presigned.url, "Cache-Control": "private, max-age=\(age)"])
    }

    private static func document(_ text: [UInt8], _ type: String) -> Response {
        Response(
            200, headers: ["Content-Type": type, "Cache-Control": "private, max-age=2"], body: .bytes(text))
    }
}

/// What is sent by the service itself.
private enum ManifestKind {
    case playlist
    case document(type: String)

    init?(of file: String) {
        switch file.split(separator: ".").last {
        case "m3u8": self = .playlist
        case "mpd": self = .document(type: "application/dash+xml")
        case "json": self = .document(type: "application/json")
        default: return nil
        }
    }
}
