internal import Foundation
internal import LatheCrypto
internal import LatheHTTP

/// Files that are served from memory, by their paths.
struct Site: Sendable {
    private let files: [String: SiteFile]
    private let contentSecurityPolicy: String

    /// - Parameters:
    ///   - embedded: contents in Base64.
    ///   - mediaOrigin: where media come from and masters go to, besides where the page itself comes from.
    init(embedded: [(path: String, content: String)], mediaOrigin: String?) {
        let files = embedded.map { path, content in
            // Written by our own build.
            (path, SiteFile(Array(Data(base64Encoded: content) ?? Data()), type: Self.mediaType(of: path)))
        }
        self.files = Dictionary(files) { first, _ in first }
        contentSecurityPolicy = Self.contentSecurityPolicy(mediaOrigin: mediaOrigin.map { " " + $0 } ?? "")
    }

    /// Nil for what is not there. A folder is its `index.html`.
    func response(to request: Request, path: String) -> Response? {
        let path = path.isEmpty || path.hasSuffix("/") ? path + "index.html" : path
        return files[path].map { file in
            var response = file.response(to: request)
            response.headers["Content-Security-Policy"] = contentSecurityPolicy
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
            return response
        }
    }

    /// Nothing of others runs in the page, and it runs nowhere else.
    private static func contentSecurityPolicy(mediaOrigin: String) -> String {
        [
            "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:",
            "media-src 'self' blob:\(mediaOrigin)", "connect-src 'self'\(mediaOrigin)", "worker-src 'self' blob:",
            "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'",
        ].joined(separator: "; ")
    }

    private static let mediaTypes = [
        "css": "text/css; charset=utf-8", "html": "text/html; charset=utf-8", "ico": "image/x-icon",
        "js": "text/javascript; charset=utf-8", "json": "application/json", "png": "image/png",
        "svg": "image/svg+xml", "txt": "text/plain; charset=utf-8", "webmanifest": "application/manifest+json",
        "webp": "image/webp", "woff2": "font/woff2",
    ]

    private static func mediaType(of path: String) -> String {
        path.split(separator: ".").last.flatMap { mediaTypes[$0.lowercased()] } ?? "application/octet-stream"
    }
}

/// A file in memory, with its validator.
struct SiteFile: Sendable {
    private let content: [UInt8]
    private let type: String
    private let entityTag: String

    init(_ content: [UInt8], type: String) {
        self.content = content
        self.type = type
        entityTag = "\"\(content.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal.prefix(32))\""
    }

    /// 304 where the client has it already (RFC 9110 §13.1.2): it asks each time, so a new version is seen at once.
    func response(to request: Request) -> Response {
        var headers: HTTPHeaders = [
            "ETag": entityTag, "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff",
        ]
        let known = (request.headers.list("If-None-Match") ?? "").split(separator: ",").map {
            $0.drop { $0 == " " }.prefix { $0 != " " }
        }
        if known.contains(where: { $0 == "*" || $0 == entityTag || $0 == "W/" + entityTag }) {
            return Response(304, headers: headers, body: .bytes(content))
        }
        headers["Content-Type"] = type
        return Response(200, headers: headers, body: .bytes(content))
    }
}
