internal import Foundation
internal import LatheDatabase
internal import Testing

/// Several processes on one database, and processes that die.
@Suite(.serialized)
struct ProcessTests {
    private func numbers(_ url: DatabaseURL) async throws -> Set<Int> {
        let database = try Database(url)
        let numbers: [Int] = try await database.read { connection in
            #expect(try connection.first("SELECT 1 AS one")?["one"] as Int? == 1)
            return try connection.rows("SELECT n FROM numbers").map { try $0["n"] }
        }
        await database.close()
        return Set(numbers)
    }

    @Test(
        "Nothing that was acknowledged is lost when the writing process is killed", .timeLimit(.minutes(2)),
        arguments: [1, 40, 150, 400])
    func killed(after count: Int) async throws {
        try await TestDatabase.withURL(.sqlite) { url in
            let writer = try WriterProcess("\(url)", from: 0, count: 1_000_000, callers: 8)
            var acknowledged: Set<Int> = []
            for await number in writer.acknowledged {
                acknowledged.insert(number)
                if acknowledged.count == count { writer.kill9() }
            }
            #expect(await writer.status == SIGKILL)
            #expect(acknowledged.count >= count)
            let stored = try await numbers(url)
            let lost = acknowledged.subtracting(stored)
            #expect(lost.isEmpty)
            // At most what the callers had under way is there without having been acknowledged.
            #expect(stored.count - acknowledged.count <= 8)
        }
    }

    @Test(
        "Processes that write at the same time all get through", .timeLimit(.minutes(2)),
        arguments: TestDatabase.Kind.allCases)
    func together(kind: TestDatabase.Kind) async throws {
        try await TestDatabase.withAddress(kind) { address in
            let writers = try (0..<4).map { try WriterProcess(address, from: $0 * 1000, count: 100, callers: 4) }
            for writer in writers { #expect(await writer.status == 0) }
            let stored = try await numbers(DatabaseURL(address))
            #expect(stored.count == 400)
        }
    }
}
