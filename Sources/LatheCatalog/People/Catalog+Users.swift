public import LatheDatabase

/// Who may call these is the service's to decide: administrators, and users for themselves.
extension Catalog {
    /// Makes a user.
    /// - Parameter subject: by default the new user's id.
    public func createUser(
        _ details: UserDetails, subject: String? = nil, in connection: Connection
    ) throws -> UserCreation {
        let id = UUIDv7().description
        let now = connection.dialect.now
        let row = try connection.first(
            """
            INSERT INTO users (id, subject, name, name_key, role, password_hash, created_at, updated_at)
            VALUES (
                \(id), \(subject ?? id), \(details.name), \(SearchWords(details.name).key), \(details.role),
                \(details.passwordHash), \(sql: now), \(sql: now))
            ON CONFLICT (subject) DO NOTHING RETURNING \(sql: User.columns)
            """)
        return try row.map { .created(try User($0)) } ?? .taken
    }

    /// A user by id; nil where there is none.
    public func user(_ id: User.ID, in connection: Connection) throws -> User? { try connection.find(id) }

    /// A user by what tokens call them; nil where there is none.
    public func user(subject: String, in connection: Connection) throws -> User? {
        try connection.first(
            "SELECT \(sql: User.columns) FROM users WHERE subject = \(subject) AND deleted_at IS NULL"
        ).map(User.init)
    }

    /// A page of all users.
    public func users(_ request: PageRequest = PageRequest(), in connection: Connection) throws -> Page<User> {
        try connection.page(request)
    }

    /// Replaces a user's details.
    /// - Parameter version: the one that the change was made for; nil for any.
    public func updateUser(
        _ id: User.ID, to details: UserDetails, ifVersion version: Int?, in connection: Connection
    ) throws -> Change<User> {
        try connection.change(
            id, ifVersion: version,
            set: """
                name = \(details.name), name_key = \(SearchWords(details.name).key), role = \(details.role),
                password_hash = \(details.passwordHash)
                """)
    }

    /// Deletes a user and forgets their password. What their subject owns stays.
    public func deleteUser(
        _ id: User.ID, ifVersion version: Int? = nil, in connection: Connection
    ) throws -> Change<User> {
        try connection.change(
            id, ifVersion: version,
            set: "deleted_at = \(sql: connection.dialect.now), password_hash = NULL")
    }
}
