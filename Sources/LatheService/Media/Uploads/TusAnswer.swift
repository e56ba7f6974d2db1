internal import LatheCatalog
internal import LatheHTTP

/// What clients of tus are told.
enum TusAnswer {
    /// How far an upload is, and until when it may go on.
    static func progress(_ status: HTTPStatus, _ offset: Int, of upload: Upload) -> Response {
        Response(
            status,
            headers: [
                "Tus-Resumable": TusFields.version, "Upload-Offset": String(offset),
                "Upload-Expires": HTTPDate.text(Int(upload.expiresAt / 1000)), "Cache-Control": "no-store",
            ])
    }

    /// What the service can do.
    static func options(largest: Int) -> Response {
        Response(
            204,
            headers: [
                "Tus-Resumable": TusFields.version, "Tus-Version": TusFields.version,
                "Tus-Extension": TusFields.extensions, "Tus-Max-Size": String(largest),
                "Tus-Checksum-Algorithm": UploadChecksum.algorithms,
            ]
        ).usableByUploaders
    }
}

extension Response {
    /// The same answer, for scripts of any site: who may upload is in the path, not in a cookie.
    var usableByUploaders: Response {
        var response = self
        response.headers["Access-Control-Allow-Origin"] = "*"
        response.headers["Access-Control-Allow-Methods"] = "OPTIONS, HEAD, PUT, PATCH, DELETE"
        response.headers["Access-Control-Allow-Headers"] =
            "Content-Type, Tus-Resumable, Upload-Checksum, Upload-Length, Upload-Metadata, Upload-Offset"
        response.headers["Access-Control-Expose-Headers"] =
            "Location, Tus-Resumable, Tus-Version, Upload-Defer-Length, Upload-Expires, Upload-Length, Upload-Offset"
        response.headers["Access-Control-Max-Age"] = "86400"
        return response
    }
}
