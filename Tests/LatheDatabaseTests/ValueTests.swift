internal import LatheDatabase
internal import Testing

/// What goes in comes out, to the last bit.
struct ValueTests {
    /// Through a parameter and back, without a table.
    private func echo<Value: DatabaseValueConvertible & Sendable>(
        _ value: Value, _ type: String, _ kind: TestDatabase.Kind
    ) async throws -> Value {
        try await TestDatabase.shared(kind).read { connection in
            let row = try #require(try connection.first("SELECT CAST(\(value) AS \(raw: type)) AS echo"))
            return try row["echo"]
        }
    }

    @Test("Integers", arguments: TestDatabase.Kind.allCases, [0, 1, -1, 1 << 53 + 1, Int64.max, .min])
    func integers(kind: TestDatabase.Kind, value: Int64) async throws {
        #expect(try await echo(value, "bigint", kind) == value)
    }

    @Test(
        "Real numbers", arguments: TestDatabase.Kind.allCases,
        [
            0, -0.0, 0.1, 1e308, .leastNonzeroMagnitude, .ulpOfOne, 1 / 3, .infinity, -.infinity,
            .greatestFiniteMagnitude,
        ])
    func reals(kind: TestDatabase.Kind, value: Double) async throws {
        let echo = try await echo(value, "double precision", kind)
        #expect(echo.bitPattern == value.bitPattern)
    }

    @Test(
        "Text", arguments: TestDatabase.Kind.allCases,
        ["", " ", "'", "\"", "\\", "\\x00", "$1", "?", "é", "e\u{301}", "𝄞", "\u{FEFF}\r\n\t\u{7F}"])
    func texts(kind: TestDatabase.Kind, value: String) async throws {
        let echo = try await echo(value, "text", kind)
        #expect(Array(echo.utf8) == Array(value.utf8))
    }

    @Test("Bytes, zeros and all", arguments: TestDatabase.Kind.allCases)
    func bytes(kind: TestDatabase.Kind) async throws {
        let type = kind == .sqlite ? "blob" : "bytea"
        for value in [[], [0], [0, 0, 1], Array(UInt8.min...UInt8.max)] {
            #expect(try await echo(value, type, kind) == value)
        }
        let large = (0..<3_000_001).map { UInt8(truncatingIfNeeded: $0 ^ $0 >> 8 ^ $0 >> 16) }
        let isSame = try await echo(large, type, kind) == large
        #expect(isSame)
    }

    @Test("Booleans", arguments: TestDatabase.Kind.allCases, [true, false])
    func booleans(kind: TestDatabase.Kind, value: Bool) async throws {
        #expect(try await echo(value, "boolean", kind) == value)
    }

    @Test("Null of every type", arguments: TestDatabase.Kind.allCases)
    func nulls(kind: TestDatabase.Kind) async throws {
        #expect(try await echo(Int64?.none, "bigint", kind) == nil)
        #expect(try await echo(Double?.none, "double precision", kind) == nil)
        #expect(try await echo(String?.none, "text", kind) == nil)
        #expect(try await echo(Bool?.none, "boolean", kind) == nil)
        #expect(try await echo([UInt8]?.none, kind == .sqlite ? "blob" : "bytea", kind) == nil)
        #expect(try await echo(String?.some(""), "text", kind) == "")
    }

    @Test("A null parameter has a type even where nothing else says it", arguments: TestDatabase.Kind.allCases)
    func nullsAlone(kind: TestDatabase.Kind) async throws {
        let isNull: Bool? = try await TestDatabase.shared(kind).read { connection in
            try connection.first("SELECT \(String?.none) IS NULL AS answer").map { try $0["answer"] }
        }
        #expect(isNull == true)
    }

    @Test("What not every database can hold is refused", arguments: TestDatabase.Kind.allCases)
    func refused(kind: TestDatabase.Kind) async throws {
        let text = await #expect(throws: DatabaseError.self) { try await echo("a\u{0}b", "text", kind) }
        #expect(text?.code == .invalid)
        let real = await #expect(throws: DatabaseError.self) { try await echo(Double.nan, "double precision", kind) }
        #expect(real?.code == .invalid)
    }

    @Test("A column of another name or type is an error", arguments: TestDatabase.Kind.allCases)
    func conversions(kind: TestDatabase.Kind) async throws {
        let row = try await TestDatabase.shared(kind).read {
            try #require(try $0.first("SELECT CAST('x' AS text) AS a, CAST(NULL AS text) AS b, 300 AS c"))
        }
        let absent = #expect(throws: DatabaseError.self) { _ = try row["d"] as String }
        #expect(
            absent?.description
                == #"cannot read column "d": the answer has no such column. It has "a", "b", "c"."#)
        let null = #expect(throws: DatabaseError.self) { _ = try row["b"] as String }
        #expect(null?.description == #"cannot read column "b": it holds null, which is no String."#)
        let text = #expect(throws: DatabaseError.self) { _ = try row["a"] as Int }
        #expect(text?.code == .invalid)
        let optional: String? = try row["b"]
        #expect(optional == nil)
        let real: Double = try row["c"]
        #expect(real == 300)
    }

    @Test("A list holds any number of values", arguments: TestDatabase.Kind.allCases, [[], [1], [1, 3, 5]])
    func lists(kind: TestDatabase.Kind, list: [Int]) async throws {
        let (inside, outside): (Int, Int) = try await TestDatabase.shared(kind).read { connection in
            let numbers: SQL = "(SELECT 1 AS n UNION ALL SELECT 2 UNION ALL SELECT 3) AS numbers"
            let row = try #require(
                try connection.first(
                    """
                    SELECT (SELECT count(*) FROM \(sql: numbers) WHERE n IN (\(list: list))) AS inside,
                           (SELECT count(*) FROM \(sql: numbers) WHERE n NOT IN (\(list: list))) AS outside
                    """))
            return (try row["inside"], try row["outside"])
        }
        let expected = [1, 2, 3].count { list.contains($0) }
        #expect(inside == expected)
        #expect(outside == 3 - expected)
    }

    @Test("The database's clock counts milliseconds", arguments: TestDatabase.Kind.allCases)
    func clock(kind: TestDatabase.Kind) async throws {
        let now: Int64 = try await TestDatabase.shared(kind).read { connection in
            try #require(try connection.first("SELECT \(sql: connection.dialect.now) AS now"))["now"]
        }
        // 2026 to 2100.
        #expect(1_767_225_600_000..<4_102_444_800_000 ~= now)
    }
}
