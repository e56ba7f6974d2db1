extension Response {
    /// Answers with a file: conditions, one range, validators; RFC 9110 §13 and §14.
    ///
    /// - Parameters:
    ///   - type: the media type.
    ///   - entityTag: the strong validator with its quotes, where there is a better one than the file system's.
    ///   - headers: more fields, for instance `Cache-Control`; a 304 carries them, too.
    /// - Returns: 200, 206, 304, 412 or 416.
    public static func file(
        _ file: FileBody, for request: Request, type: String, entityTag: String? = nil, headers: HTTPHeaders = [:]
    ) -> Response {
        let tag = entityTag ?? file.facts.entityTag
        let conditions = Conditions(request: request, entityTag: tag, modified: file.facts.modified)
        var headers = headers
        headers["ETag"] = tag
        headers["Last-Modified"] = HTTPDate.text(file.facts.modified)
        headers["Accept-Ranges"] = "bytes"
        switch conditions.outcome {
        case .failed: return Problem(412).response
        // Its length is that of the answer that it stands for (RFC 9110 §8.6), although nothing of it is sent.
        case .notModified: return Response(304, headers: headers, body: .file(file))
        case .proceed: break
        }
        headers["Content-Type"] = type
        guard conditions.allowsRange, let field = request.headers["Range"] else {
            return Response(200, headers: headers, body: .file(file))
        }
        return part(of: file, ByteRange(field, size: file.facts.size), headers)
    }

    private static func part(of file: FileBody, _ range: ByteRange, _ headers: HTTPHeaders) -> Response {
        let size = file.facts.size
        switch range {
        case .whole: return Response(200, headers: headers, body: .file(file))
        case .unsatisfiable: return Problem(416, headers: ["Content-Range": "bytes */\(size)"]).response
        case .part(let part):
            var headers = headers
            headers["Content-Range"] = "bytes \(part.lowerBound)-\(part.upperBound - 1)/\(size)"
            return Response(206, headers: headers, body: .file(file.limited(to: part)))
        }
    }
}
