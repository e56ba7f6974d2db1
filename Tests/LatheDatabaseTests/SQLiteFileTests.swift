import Foundation
import Testing

@testable import LatheDatabase

/// What is about the file.
struct SQLiteFileTests {
    private func withFolder(_ body: (String) async throws -> Void) async throws {
        let path = FileManager.default.temporaryDirectory.path + "/lathe-file-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try await body(path)
    }

    private func error(_ path: String) async throws -> DatabaseError? {
        let database = try Database(DatabaseURL(path))
        let error = await #expect(throws: DatabaseError.self) { try await database.read { try $0.rows("SELECT 1") } }
        await database.close()
        return error
    }

    @Test("A file that is no database is told as such, and left alone")
    func noDatabase() async throws {
        try await withFolder { folder in
            let bytes = Data(repeating: 7, count: 10_000)
            try bytes.write(to: URL(filePath: "\(folder)/x.db"))
            #expect(try await error("\(folder)/x.db")?.code == .corrupt)
            #expect(FileManager.default.contents(atPath: "\(folder)/x.db") == bytes)
        }
    }

    @Test("A folder that is not there is told as such")
    func noFolder() async throws {
        try await withFolder { folder in
            let error = try await error("\(folder)/nowhere/x.db")
            #expect(error?.code == .unavailable)
            #expect(error?.subject == "\(folder)/nowhere/x.db")
        }
    }

    @Test("The log stays small though there is always a reader", .timeLimit(.minutes(5)))
    func logSize() async throws {
        try await withFolder { folder in
            var options = DatabaseOptions()
            options.logSize = 1 << 20
            let database = try Database(DatabaseURL("\(folder)/x.db"), options: options)
            try await database.migrate([Migration("a", ["CREATE TABLE a (b blob)"])])
            let bytes = [UInt8](repeating: 1, count: 100_000)
            try await withThrowingTaskGroup { group in
                for _ in 0..<3 {
                    group.addTask {
                        while !Task.isCancelled {
                            _ = try await database.read { connection in
                                _ = try connection.rows("SELECT count(*) FROM a")
                                Thread.sleep(forTimeInterval: 0.05)
                            }
                        }
                    }
                }
                for _ in 0..<400 { try await database.write { try $0.execute("INSERT INTO a VALUES (\(bytes))") } }
                // It is emptied now and then, where no reader is late: that may be after the last of them.
                for _ in 0..<20 where try Self.logSize(in: folder) >= 24 << 20 {
                    try await Task.sleep(for: .milliseconds(500))
                    try await database.write { try $0.execute("INSERT INTO a VALUES (\(bytes))") }
                }
                group.cancelAll()
                while let result = await group.nextResult() {
                    if case .failure(let error) = result, !(error is CancellationError) { throw error }
                }
            }
            #expect(try Self.logSize(in: folder) < 24 << 20)
            await database.close()
        }
    }

    private static func logSize(in folder: String) throws -> Int {
        try FileManager.default.attributesOfItem(atPath: "\(folder)/x.db-wal")[.size] as? Int ?? .max
    }

    @Test("The clock of the tests is the database's")
    func clock() async throws {
        try await withFolder { folder in
            var options = DatabaseOptions()
            options.clock = { 42 }
            let database = try Database(DatabaseURL("\(folder)/x.db"), options: options)
            let now: Int? = try await database.read { try $0.first("SELECT \(sql: $0.dialect.now) AS now")?["now"] }
            #expect(now == 42)
            await database.close()
        }
    }

    @Test(
        "Network file systems are told by their numbers",
        arguments: [(0x6969, true), (0xFF53_4D42, true), (0xEF53, false), (0x0102_1994, false)])
    func network(type: UInt32, isRemote: Bool) {
        #expect(FileSystemKind.isRemote(type) == isRemote)
    }
}
