internal import LatheDatabase

extension Connection {
    /// A page of what exists and meets the condition.
    ///
    /// Each page is a range of an index that ends in (`created_at` or `name_key`, `id`), however far down it is.
    func page<Value: Record>(_ request: PageRequest, where condition: SQL = "1 = 1") throws -> Page<Value> {
        let key: SQL = request.order == .name ? "name_key" : "created_at"
        let direction: SQL = request.order == .newest ? "DESC" : "ASC"
        let rows = try rows(
            """
            SELECT \(sql: Value.columns), \(sql: key) AS page_key FROM \(sql: Value.table)
            WHERE deleted_at IS NULL AND \(sql: condition) AND \(sql: Self.start(of: request, key))
            ORDER BY \(sql: key) \(sql: direction), id \(sql: direction) LIMIT \(request.limit + 1)
            """)
        let items = try rows.prefix(request.limit).map(Value.init)
        guard rows.count > request.limit, let last = items.last else { return Page(items: items, next: nil) }
        let lastRow = rows[request.limit - 1]
        let position: Cursor.Key =
            request.order == .name ? .name(try lastRow["page_key"]) : .time(try lastRow["page_key"])
        return Page(items: items, next: Cursor(order: request.order, key: position, id: last.id))
    }

    private static func start(of request: PageRequest, _ key: SQL) -> SQL {
        guard let start = request.start else { return "1 = 1" }
        let comparison: SQL = request.order == .newest ? "<" : ">"
        switch start.key {
        case .name(let name): return "(\(sql: key), id) \(sql: comparison) (\(name), \(start.id))"
        case .time(let time): return "(\(sql: key), id) \(sql: comparison) (\(time), \(start.id))"
        }
    }
}
