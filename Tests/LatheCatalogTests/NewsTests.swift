import LatheDatabase
import TestDatabases
import TestServers
import Testing

@testable import LatheCatalog

@Suite("The outbox")
struct NewsTests {
    @Test("A slow transaction's news are not skipped")
    func slowTransaction() async throws {
        try await withCatalog(on: .postgreSQL) { catalog in
            let slow = try await SlowTransaction(in: catalog.database) { try catalog.announce("slow", in: $0) }
            // Inserted later, with a later id, and committed earlier.
            try await catalog.write { try $0.announce("fast", in: $1) }
            let first = try await catalog.news(after: 0)
            #expect(first.map(\.topic) == ["fast"])
            try await slow.commit()
            let second = try await catalog.news(after: try #require(first.last).position)
            #expect(second.map(\.topic) == ["slow"])
            #expect(try #require(second.first).id < #require(first.first).id)
        }
    }

    @Test("Nobody reads past news whose position is not committed yet")
    func slowNumbering() async throws {
        try await withCatalog(on: .postgreSQL) { catalog in
            try await catalog.write { try $0.announce("a", in: $1) }
            let slow = try await SlowTransaction(in: catalog.database) { try catalog.number(10, in: $0) }
            try await catalog.write { try $0.announce("b", in: $1) }
            let reading = Task { try await catalog.news(after: 0) }
            try await catalog.database.untilSomeoneWaits()
            #expect(try await slow.commit() == 1)
            #expect(try await reading.value.map(\.topic) == ["a", "b"])
        }
    }

    @Test("Readers that begin while many write miss nothing and see nothing twice", arguments: DatabaseKind.allCases)
    func concurrent(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let writers = 6
            let each = 20
            try await withThrowingTaskGroup(of: [News].self) { group in
                for writer in 0..<writers {
                    group.addTask {
                        for number in 0..<each {
                            try await catalog.write { try $0.announce("\(writer)/\(number)", in: $1) }
                        }
                        return []
                    }
                }
                for _ in 0..<3 {
                    group.addTask {
                        var seen: [News] = []
                        while seen.count < writers * each {
                            seen += try await catalog.news(after: seen.last?.position ?? 0, limit: 7)
                        }
                        return seen
                    }
                }
                let readings = try await group.reduce(into: [[News]]()) { if !$1.isEmpty { $0.append($1) } }
                let expected = Set((0..<writers).flatMap { writer in (0..<each).map { "\(writer)/\($0)" } })
                for reading in readings {
                    let isComplete = reading.count == writers * each && Set(reading.map(\.topic)) == expected
                    #expect(isComplete)
                    #expect(reading == readings[0])
                    // A writer's own news come in its order.
                    let ofFirst = reading.map(\.topic).filter { $0.hasPrefix("0/") }
                    #expect(ofFirst == (0..<each).map { "0/\($0)" })
                }
                #expect(readings.count == 3)
            }
        }
    }

    @Test("Each reader has a bookmark of its own, which only moves forward", arguments: DatabaseKind.allCases)
    func bookmarks(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            #expect(try await catalog.news(for: "mail") == nil)
            #expect(try await catalog.enroll(reader: "mail") == 0)
            for topic in ["a", "b", "c"] { try await catalog.write { try $0.announce(topic, in: $1) } }
            let end = try await catalog.lastPosition()
            #expect(try await catalog.enroll(reader: "late", after: end) == end)
            let news = try #require(try await catalog.news(for: "mail", limit: 2))
            #expect(news.map(\.topic) == ["a", "b"])
            try await catalog.write { try $0.acknowledge(news[1].position, by: "mail", in: $1) }
            try await catalog.write { try $0.acknowledge(news[0].position, by: "mail", in: $1) }
            #expect(try await catalog.news(for: "mail")?.map(\.topic) == ["c"])
            #expect(try await catalog.news(for: "late")?.map(\.topic) == [])
            #expect(try await catalog.enroll(reader: "mail") == news[1].position)
        }
    }

    @Test("News are kept until every reader has read them, and for their time", arguments: DatabaseKind.allCases)
    func retention(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            _ = try await catalog.enroll(reader: "one")
            _ = try await catalog.enroll(reader: "two")
            for topic in ["a", "b", "c"] { try await catalog.write { try $0.announce(topic, in: $1) } }
            let news = try await catalog.news(after: 0)
            try await catalog.write { try $0.acknowledge(news[2].position, by: "one", in: $1) }
            #expect(try await catalog.forgetNews(before: .max) == 0)
            try await catalog.write { try $0.acknowledge(news[0].position, by: "two", in: $1) }
            #expect(try await catalog.forgetNews(before: 0) == 0)
            #expect(try await catalog.forgetNews(before: .max) == 1)
            try await catalog.dismiss(reader: "two")
            #expect(try await catalog.forgetNews(before: .max, limit: 1) == 1)
            #expect(try await catalog.forgetNews(before: .max) == 1)
            // Positions do not begin anew in an empty outbox.
            try await catalog.write { try $0.announce("d", in: $1) }
            #expect(try await catalog.news(for: "one")?.map(\.topic) == ["d"])
        }
    }

    @Test("A reader that never comes back keeps news for longer, not for ever", arguments: DatabaseKind.allCases)
    func abandonment(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            _ = try await catalog.enroll(reader: "gone")
            for topic in ["a", "b", "c"] { try await catalog.write { try $0.announce(topic, in: $1) } }
            let news = try await catalog.news(after: 0)
            #expect(try await catalog.canResume(after: 0) == true)
            #expect(try await catalog.forgetNews(before: .max) == 0)
            #expect(try await catalog.forgetNews(before: .max, unreadBefore: .max, limit: 2) == 2)
            #expect(try await catalog.news(for: "gone")?.map(\.topic) == ["c"])
            // Whoever saw the second has missed nothing; whoever saw the first has.
            #expect(try await catalog.canResume(after: news[0].position) == false)
            #expect(try await catalog.canResume(after: news[1].position) == true)
            #expect(try await catalog.forgetNews(before: .max, unreadBefore: .max) == 1)
            #expect(try await catalog.canResume(after: news[1].position) == false)
            #expect(try await catalog.canResume(after: news[2].position) == true)
            for position in [news[2].position + 1, .max] {
                #expect(try await catalog.canResume(after: position) == false, "there was none yet")
            }
        }
    }

    @Test("How far readers are behind is known", arguments: DatabaseKind.allCases)
    func backlogs(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            for name in ["far", "near"] { _ = try await catalog.enroll(reader: name) }
            #expect(try await catalog.backlogs().map(\.age) == [0, 0])
            for topic in ["a", "b", "c"] { try await catalog.write { try $0.announce(topic, in: $1) } }
            let news = try await catalog.news(after: 0)
            try await catalog.write { try $0.acknowledge(news[2].position, by: "near", in: $1) }
            let backlogs = try await catalog.backlogs()
            #expect(backlogs.map(\.reader) == ["far", "near"] && backlogs.map(\.count) == [3, 0])
            #expect(backlogs[0].age >= 0 && backlogs[1].age == 0)
        }
    }

    @Test("A tenant's news are one's own alone, and who listens hears of them", arguments: DatabaseKind.allCases)
    func tenants(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            var notifications = catalog.database.notifications(on: Catalog.newsChannel).makeAsyncIterator()
            // With PostgreSQL the first says that listening has begun.
            if kind == .postgreSQL { _ = await notifications.next() }
            let ours = try await catalog.album()
            let theirs = try await catalog.album(by: "Others", of: bob)
            let track = try await catalog.publishedTrack(on: ours)
            _ = try await catalog.track(on: theirs, by: bob)
            _ = await notifications.next()
            let news = try await catalog.news(after: 0, tenant: ours.artistID)
            #expect(news.map(\.topic) == ["track.created", "track.ready"])
            #expect(news.allSatisfy { $0.subject == track.id })
            #expect(news[0].payload == #"{"album":"\#(ours.id)","track":"\#(track.id)","version":1}"#)
        }
    }
}

extension Catalog {
    fileprivate func announce(_ topic: String, in connection: Connection) throws {
        try announce(topic, tenant: "t", subject: "s", payload: ["n": 1], in: connection)
    }
}
