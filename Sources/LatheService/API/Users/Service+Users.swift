internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP

extension Service {
    var userEndpoints: [Endpoint] {
        [
            .get("/users/me", readMe), .get("/users", listUsers), .change(.post, "/users", createUser),
            .get("/users/:id", readUser), .change(.patch, "/users/:id", changeUser),
            .change(.delete, "/users/:id", deleteUser),
        ]
    }

    private func readMe(_ call: Call) async throws -> Response {
        let principal = call.principal
        return try await read { [catalog = parts.catalog] connection in
            let user = try catalog.user(subject: principal.subject, in: connection)
            return try Answer(MeDocument(principal, name: user?.name), isSecret: true)
        }.response
    }

    private func listUsers(_ call: Call) async throws -> Response {
        try call.authorize(.listUsers)
        let page = try PageQuery(call.request.query).request(.name)
        return try await read { [catalog = parts.catalog] connection in
            let users = try catalog.users(page, in: connection)
            return try Answer(
                PageDocument(items: users.items.map(UserDocument.init), next: users.next?.description),
                isSecret: true)
        }.response
    }

    private func createUser(_ call: Call) async throws -> Response {
        try call.authorize(.createUser)
        let fields = try await RequestFields(call.request, ["subject", "name", "role"])
        let subject = try fields.name("subject", length: 1...200)
        // A token could not name it otherwise.
        guard subject.utf8.count <= 255 else { throw Problem.invalid("/subject", "It may have 255 bytes of UTF-8.") }
        let details = UserDetails(name: try fields.name("name"), role: try fields.role("role").rawValue)
        return try await changeOnce(call, fields.bytes) { [catalog = parts.catalog] connection in
            guard case .created(let user) = try catalog.createUser(details, subject: subject, in: connection) else {
                throw Problem(409, detail: "The subject is somebody's already, or was.", pointer: "/subject")
            }
            return try Answer(
                UserDocument(user), 201, version: user.version, location: "/users/\(user.id)", isSecret: true)
        }
    }

    private func readUser(_ call: Call) async throws -> Response {
        try await read { [catalog = parts.catalog] connection in
            let user = try catalog.user(for: call, to: .readUser, in: connection)
            return try Answer(UserDocument(user), version: user.version, isSecret: true)
        }.response
    }

    private func changeUser(_ call: Call) async throws -> Response {
        let fields = try await RequestFields(call.request, ["name", "role"])
        let name = fields.has("name") ? try fields.name("name") : nil
        let role = fields.has("role") ? try fields.role("role").rawValue : nil
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let current = try catalog.user(for: call, to: .editUser, in: connection)
            // Whoever may edit themselves must not make themselves more than they are.
            if let role, role != current.role { try call.authorize(.assignRole) }
            let version = try condition.version(given: current.version)
            guard name != nil || role != nil else {
                return try Answer(UserDocument(current), version: current.version, isSecret: true)
            }
            let details = UserDetails(
                name: name ?? current.name, role: role ?? current.role, passwordHash: current.passwordHash)
            let user = try catalog.updateUser(
                current.id, to: details, ifVersion: version ?? current.version, in: connection
            ).value
            return try Answer(UserDocument(user), version: user.version, isSecret: true)
        }
    }

    private func deleteUser(_ call: Call) async throws -> Response {
        let condition = try Precondition(call.request)
        return try await change { [catalog = parts.catalog] connection in
            let current = try catalog.user(for: call, to: .deleteUser, in: connection)
            let version = try condition.version(given: current.version)
            return try Answer(
                DeletedDocument(id: catalog.deleteUser(current.id, ifVersion: version, in: connection).value.id))
        }
    }
}

extension Catalog {
    /// The user that a path names, for a caller who may do this to them: others do not exist for most.
    fileprivate func user(for call: Call, to action: Action, in connection: Connection) throws -> User {
        guard let user = try user(call.parameter("id"), in: connection) else {
            try call.authorize(action, isOwn: false, isPublic: false)
            throw Problem.notFound()
        }
        try call.authorize(action, isOwn: user.subject == call.principal.subject, isPublic: false)
        return user
    }
}

extension RequestFields {
    fileprivate func role(_ name: String) throws -> Role {
        guard let role = Role(rawValue: try text(name, length: 1...16)) else {
            let roles = Role.allCases.map(\.rawValue).joined(separator: ", ")
            throw Problem.invalid(pointer(name), "This is none of \(roles).")
        }
        return role
    }
}
