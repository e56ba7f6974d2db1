internal import LatheAccess
internal import LatheHTTP
internal import LatheStorage

/// How players get to what lies in a store that signs URLs.
public enum DeliveryWay: String, Sendable, CaseIterable {
    /// They are sent to the store, with URLs that it lets anybody in by.
    case store
    /// The proxy in front fetches it, and keeps it for all.
    case edge
}

/// Files of a store that signs URLs, for a proxy in front that fetches them.
///
/// The service only says who may have what. nginx is told where it is: by `X-Accel-Redirect` under which name it keeps
/// the file, which has no token in it, so that all listeners share one copy; by `X-Lathe-Object` from which URL it gets
/// the file where it has none. Neither reaches a client. Manifests stay as they were stored.
struct EdgeFiles: DeliveredFiles {
    let store: any ObjectStore

    /// Where names of files begin for the proxy.
    static let path = "/edge/"

    func response(to request: Request, for grant: DeliveryGrant, at now: UnixTime) throws -> Response? {
        // As long as the token: a long file is fetched piece by piece while it is played. The proxy asks with GET, also
        // for a HEAD.
        let lifetime = Duration.seconds(max(1, grant.expiresAt.seconds - now.seconds))
        guard let key = grant.key,
            let presigned = try store.presign(PresignableRequest(.get, key, lifetime: lifetime))
        else { return nil }
        return Response(
            200, headers: ["X-Accel-Redirect": Self.path + grant.path, "X-Lathe-Object": presigned.url])
    }
}
