import Foundation
import LatheAccess
import LatheCatalog
import LatheDatabase
import LatheJobs
import Synchronization
import TestServers
import Testing

@testable import LatheCommand

@Suite("lathe jobs watch")
struct WatchTests {
    @Test("Each change is a line, for people and for programs", .timeLimit(.minutes(5)), arguments: [false, true])
    func lines(isJSON: Bool) async throws {
        try await JobsFixture.with { _, queue in
            let (events, sender) = AsyncStream<Watch.Event>.makeStream()
            let (texts, writer) = AsyncStream<String>.makeStream()
            let console = Console(
                write: { writer.yield($0) }, warn: { _ in }, terminal: nil)
            let running = try await queue.addRunning("a")
            let watch = Watch(queue: queue, view: LineView(console, isJSON: isJSON), interval: .milliseconds(10))
            async let watched: Void = watch.run(events)
            var seen = texts.makeAsyncIterator()
            let first = await seen.next() ?? ""
            _ = try await queue.complete(running.lease)
            let second = await seen.next() ?? ""
            sender.yield(.stop)
            try await watched
            let states = [first, second].map { line in
                isJSON
                    ? JSONValue(text: line)["state"]?.string : line.split(whereSeparator: \.isWhitespace)[2].description
            }
            #expect(states == ["running", "succeeded"])
        }
    }

    @Test("It ends when nobody reads any more", .timeLimit(.minutes(5)))
    func noReader() async throws {
        try await JobsFixture.with { _, queue in
            let (events, _) = AsyncStream<Watch.Event>.makeStream()
            let looks = Mutex(0)
            let view = LineView(CapturedConsole().console, isJSON: false)
            let watch = Watch(queue: queue, view: view, interval: .zero) {
                looks.withLock { looks in
                    looks += 1
                    return looks < 3
                }
            }
            try await watch.run(events)
            #expect(looks.withLock { $0 } == 3)
        }
    }

    @Test("While the database is away it says so, and goes on afterwards", .timeLimit(.minutes(5)))
    func outage() async throws {
        let server = try await PostgreSQLServer()
        let url = try DatabaseURL(server.url)
        let database = try Database(url)
        try await database.migrate(JobQueue.migrations + Catalog.migrations)
        let queue = JobQueue(database: database)
        let running = try await queue.addRunning("a")
        let (events, sender) = AsyncStream<Watch.Event>.makeStream()
        let (texts, writer) = AsyncStream<String>.makeStream()
        let (warnings, warner) = AsyncStream<String>.makeStream()
        let console = Console(write: { writer.yield($0) }, warn: { warner.yield($0) }, terminal: nil)
        var options = DatabaseOptions()
        options.acquireTimeout = .seconds(1)
        let impatient = try Database(url, options: options)
        let watch = Watch(
            queue: JobQueue(database: impatient), view: LineView(console, isJSON: false), interval: .milliseconds(10))
        async let watched: Void = {
            defer { [writer, warner].forEach { $0.finish() } }
            try await watch.run(events)
        }()
        var seen = texts.makeAsyncIterator()
        #expect(await seen.next()?.contains(" running") == true)
        try server.kill9()
        var said = warnings.makeAsyncIterator()
        #expect(await said.next()?.hasPrefix("lathe: cannot ") == true)
        try await server.restart()
        #expect(try await queue.complete(running.lease))
        #expect(await seen.next()?.contains(" succeeded") == true)
        sender.yield(.stop)
        try await watched
        await impatient.close()
        await database.close()
    }
}
