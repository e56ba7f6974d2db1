/// A step from one version of the tables to the next.
///
/// Steps go forward only, and each must leave the previous version of the program running: expand in one release (a new
/// table, a column that may be null), contract in a later one.
public struct Migration: Sendable {
    /// `jobs/0001-queue`: what is before the slash is a history of its own, in which identifiers rise. Never changed.
    public let id: String
    let sqlite: [SQL]
    let postgreSQL: [SQL]

    /// - Parameters:
    ///   - sqlite: one statement each, run in this order in one transaction.
    public init(_ id: String, sqlite: [SQL], postgreSQL: [SQL]) {
        self.id = id
        self.sqlite = sqlite
        self.postgreSQL = postgreSQL
    }

    /// A step that both dialects understand.
    public init(_ id: String, _ statements: [SQL]) { self.init(id, sqlite: statements, postgreSQL: statements) }

    func statements(for dialect: Dialect) -> [SQL] {
        switch dialect {
        case .sqlite: sqlite
        case .postgreSQL: postgreSQL
        }
    }
}
