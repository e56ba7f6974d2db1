internal import LatheDatabase

extension Connection {
    /// A page of what exists and meets the condition.
    func page<Value: Record>(_ request: PageRequest, where condition: SQL = "1 = 1") throws -> Page<Value> {
        let rows = try rows(request.query(Value.self, where: condition))
        let items = try rows.prefix(request.limit).map(Value.init)
        guard rows.count > request.limit, let last = items.last else { return Page(items: items, next: nil) }
        let lastRow = rows[request.limit - 1]
        let position: Cursor.Key =
            request.order == .name ? .name(try lastRow["page_key"]) : .time(try lastRow["page_key"])
        return Page(items: items, next: Cursor(order: request.order, key: position, id: last.id))
    }
}

extension PageRequest {
    /// One row more than the page has: whether another one follows.
    ///
    /// Each page is a range of an index that ends in (`created_at` or `name_key`, `id`), however far down it is.
    func query<Value: Record>(_: Value.Type, where condition: SQL) -> SQL {
        let direction: SQL = order == .newest ? "DESC" : "ASC"
        return """
            SELECT \(sql: Value.columns), \(sql: key) AS page_key FROM \(sql: Value.table)
            WHERE deleted_at IS NULL AND \(sql: condition) AND \(sql: isAfterStart)
            ORDER BY \(sql: key) \(sql: direction), id \(sql: direction) LIMIT \(limit + 1)
            """
    }

    private var key: SQL { order == .name ? "name_key" : "created_at" }

    private var isAfterStart: SQL {
        guard let start else { return "1 = 1" }
        let comparison: SQL = order == .newest ? "<" : ">"
        switch start.key {
        case .name(let name): return "(\(sql: key), id) \(sql: comparison) (\(name), \(start.id))"
        case .time(let time): return "(\(sql: key), id) \(sql: comparison) (\(time), \(start.id))"
        }
    }
}
