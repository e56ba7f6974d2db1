internal import LatheDatabase

extension Connection {
    /// What SQLite finds wrong with its file: nothing, where all is well. PostgreSQL looks after its own.
    func flaws() throws -> [String] {
        guard dialect == .sqlite else { return [] }
        let said: [String] = try rows("PRAGMA integrity_check(100)").map { try $0["integrity_check"] }
        let tables: [String] = try rows("PRAGMA foreign_key_check").prefix(100).map { try $0["table"] }
        return said.filter { $0 != "ok" } + tables.map { "a row of \($0) refers to one that is not there" }
    }
}
