internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheStorage

extension Service {
    /// Places to upload to, and where a directory's uploads come to.
    func addUploads(to router: inout Router) {
        let uploads = uploads
        let prefix = Self.apiPrefix
        router.register(
            .get, prefix + "/tracks/upload-url",
            handler: gate.admitting(.upload) { call in
                try Self.checkUploader(call)
                return try Self.answer(200, try await uploads.issue(UploadWish(call.request.query), to: call.subject))
            })
        router.register(
            .post, prefix + "/uploads",
            handler: gate.admitting(.upload) { call in
                try Self.checkUploader(call)
                let wish = try await Self.wish(call.request)
                return try Self.answer(201, try await uploads.issue(wish, to: call.subject))
            })
        router.register(.options, prefix + "/uploads") { [settings = parts.settings] _ in
            TusAnswer.options(largest: settings.largestUpload)
        }
        router.register(
            .get, prefix + "/tracks/update-url/:id",
            handler: gate.admitting(.upload) { call in
                try Self.checkUploader(call)
                try await self.checkOwner(call)
                return try Self.answer(200, try await uploads.issue(UploadWish(call.request.query), to: call.subject))
            })
        if let store = parts.store as? DirectoryStore {
            addReceiver(UploadReceiver(uploads: uploads, store: store), to: &router)
        }
    }

    private func addReceiver(_ receiver: UploadReceiver, to router: inout Router) {
        let path = Uploads.path + ":id/:secret"
        let limits = RouteLimits(body: parts.settings.largestUpload)
        let largest = parts.settings.largestUpload
        typealias Step = @Sendable (Request) async throws -> Response
        func register(_ method: HTTPMethod, _ limits: RouteLimits = RouteLimits(body: 0), _ step: @escaping Step) {
            router.register(method, path, limits: limits) { request in
                do {
                    return try await step(request).usableByUploaders
                } catch let problem as Problem {
                    var problem = problem
                    problem.headers["Tus-Resumable"] = TusFields.version
                    return problem.response.usableByUploaders
                }
            }
        }
        register(.head) { try await receiver.head($0) }
        register(.put, limits) { try await receiver.put($0) }
        register(.patch, limits) { try await receiver.patch($0) }
        register(.delete) { try await receiver.delete($0) }
        router.register(.options, path) { _ in TusAnswer.options(largest: largest) }
    }

    private static func wish(_ request: Request) async throws -> UploadWish {
        if request.headers["Tus-Resumable"] != nil {
            try TusFields.checkVersion(request.headers)
            return try UploadWish(tus: request.headers)
        }
        return try UploadWish(try await RequestFields(request, UploadWish.names))
    }

    private static func answer(_ status: HTTPStatus, _ ticket: UploadTicket) throws -> Response {
        var response = Response.json(try ticket.json, status)
        response.headers["Cache-Control"] = "no-store"
        guard status == 201 else { return response }
        response.headers["Location"] = ticket.uploadUrl
        response.headers["Tus-Resumable"] = TusFields.version
        return response
    }

    static func checkUploader(_ call: Call) throws(Problem) {
        guard Permissions.decide(call.principal.role, .requestUpload, .owner) == .allow else {
            throw Problem(403, detail: "Uploads are for artists.")
        }
    }

    /// A track may be known to everyone, but replaced by its owner only.
    private func checkOwner(_ call: Call) async throws {
        let id = call.request.parameters["id"] ?? ""
        let actor = Actor(call.subject, isUnrestricted: call.principal.role == .admin)
        let catalog = parts.catalog
        let (exists, isOwn) = try await catalog.database.read { connection in
            (
                try catalog.track(id, in: connection) != nil,
                try catalog.track(id, ownedBy: actor, in: connection) != nil
            )
        }
        guard exists else { throw Problem(404) }
        guard isOwn else { throw Problem(403, detail: "The track is another artist's.") }
    }
}

extension Call {
    fileprivate var subject: String { principal.subject }
}
