/// What was done to a database's tables beside what this program knows: decides what is to be done.
struct MigrationHistory {
    struct Step: Equatable {
        let id: String
        let checksum: String
    }

    let known: [Step]
    /// In any order; those of other histories are ignored.
    let applied: [Step]

    /// The known steps that were not applied, in order.
    ///
    /// - Throws: `DatabaseError` with code `schema` where the two contradict each other, `invalid` for identifiers that
    ///   do not rise.
    func pending() throws -> [String] {
        try Dictionary(grouping: known) { Self.group(of: $0.id) }.sorted { $0.key < $1.key }
            .flatMap { group, steps in
                try Self.pending(steps, applied.filter { Self.group(of: $0.id) == group }.sorted { $0.id < $1.id })
            }
    }

    private static func group(of id: String) -> Substring { id.contains("/") ? id.prefix { $0 != "/" } : "" }

    private static func pending(_ known: [Step], _ applied: [Step]) throws -> [String] {
        for (earlier, later) in zip(known, known.dropFirst()) where earlier.id >= later.id {
            throw refusal(.invalid, later, because: "its identifier does not follow \"\(earlier.id)\"")
        }
        for (known, applied) in zip(known, applied) {
            guard known.id == applied.id else { throw contradiction(known, applied) }
            guard known.checksum == applied.checksum else {
                throw refusal(.schema, known, because: "it was applied with other statements than it has now")
            }
        }
        if applied.count > known.count {
            throw refusal(
                .schema, applied[known.count], because: "the database was written by a newer Lathe, which added it",
                remedy: "Run the newer version.")
        }
        return known.dropFirst(applied.count).map(\.id)
    }

    private static func contradiction(_ known: Step, _ applied: Step) -> DatabaseError {
        applied.id < known.id
            ? refusal(.schema, applied, because: "it was applied, and this version of Lathe does not have it")
            : refusal(.schema, known, because: "later ones were applied without it")
    }

    private static func refusal(
        _ code: DatabaseError.Code, _ step: Step, because cause: String, remedy: String? = nil
    ) -> DatabaseError {
        DatabaseError(code, "migrate", "\"\(step.id)\"", because: cause, remedy: remedy)
    }
}

extension Migration {
    /// FNV-1a over the statements: it notices a change, and is no proof against intent.
    func step(for dialect: Dialect) throws -> MigrationHistory.Step {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for statement in try statements(for: dialect).map({ try $0.rendered(for: dialect) }) {
            for byte in "\(statement.text)\n\(statement.parameters)\n".utf8 {
                hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
            }
        }
        return MigrationHistory.Step(id: id, checksum: String(hash, radix: 16))
    }
}
