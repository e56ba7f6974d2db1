import LatheDatabase
import LatheJobs

// Puts empty jobs into a database that `lathe` has made: FillQueue URL COUNT [TENANTS]
let arguments = CommandLine.arguments.dropFirst()
guard let url = arguments.first, let count = arguments.dropFirst().first.flatMap(Int.init) else {
    fatalError("usage: FillQueue URL COUNT [TENANTS]")
}
let tenants = arguments.dropFirst(2).first.flatMap(Int.init) ?? 1
let database = try Database(DatabaseURL(url))
try await database.migrate(JobQueue.migrations)
let queue = JobQueue(database: database)
for start in stride(from: 0, to: count, by: 1000) {
    try await database.write { connection in
        for number in start..<min(start + 1000, count) {
            let new = NewJob(
                kind: "empty", payload: "{}", uniqueKey: "empty/\(UUIDv7())", tenant: "t\(number % tenants)")
            _ = try queue.enqueue(new, in: connection)
        }
    }
}
await database.close()
