internal import LatheHTTP

/// What lets players on other sites read media (the Fetch standard, §3.3).
extension Response {
    /// The same answer, readable by scripts of any site: who may have it is in its path, not in a cookie.
    var readableByPlayers: Response {
        var response = self
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Expose-Headers"] =
            "Accept-Ranges, Content-Length, Content-Range, Date, ETag, Retry-After"
        // A page elsewhere may be shut off from what does not say that it is for all.
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response
    }

    /// The answer to a preflight request.
    static let preflightForPlayers = Response(
        204,
        headers: [
            "Allow": "GET, HEAD, OPTIONS", "Access-Control-Allow-Origin": "*",
            "Access-Control-Allow-Methods": "GET, HEAD",
            "Access-Control-Allow-Headers": "Range, If-Range, If-Match, If-None-Match, If-Modified-Since",
            "Access-Control-Max-Age": "86400",
        ])
}
