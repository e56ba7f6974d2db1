import Foundation
import LatheAccess
import LatheCatalog
import LatheDatabase
import LatheJobs
import TestDatabases
import Testing

@testable import LatheService

@Suite("What the contract says of events")
struct EventContractTests {
    @Test("Every topic that is told is in it, and every one in it is told")
    func topics() throws {
        let contract = try JSONValue(Array(Data(contentsOf: URL(filePath: Judge.contract))))
        let listed = contract.object?["components"]?.object?["schemas"]?.object?["EventTopic"]?.object?["enum"]?.array
        #expect(listed?.compactMap(\.string) == NewsTopic.allCases.map(\.rawValue))
    }

    @Test("A track's whole life is told as the contract says")
    func life() async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let library = try await Library(stage)
            let track = try await stage.addTrack(to: library.album)
            let claimed = try #require(try await stage.queue.claim(1, worker: "w").first)
            _ = try await stage.queue.end(
                claimed.lease, .failed(JobFailure("masterRejected", "it is \"MP3\"", isPermanent: true)))
            try await stage.publish(track)
            try await stage.send("PATCH", "/tracks/\(track)", #"{"title":"Two"}"#)
            try await stage.send(
                "POST", "/plays", as: .listener,
                #"{"plays":[{"trackId":"\#(track)","startedAt":"2026-01-01T00:00:00Z","seconds":3.5}]}"#)
            try await stage.send("DELETE", "/tracks/\(track)")
            let news = try await stage.catalog.news(after: 0).filter { $0.subject == track }
            #expect(Set(news.map(\.topic)) == Set(NewsTopic.allCases.map(\.rawValue)))
            let lines = try news.map { news in
                try JSONEncoder().encode(["schema": "Event", "body": EventDocument.text(news)])
            }
            let report = try await Judge.judge(
                lines.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n"))
            #expect(report.complaints == [])
        }
    }

    @Test("The judge sees what is not as the contract says")
    func judge() async throws {
        let line = #"{"schema":"Event","body":"{\"id\":\"1\",\"topic\":\"track.lost\"}"}"#
        #expect(try await Judge.judge(line).complaints.isEmpty == false)
    }

    @Test(
        "Events and webhooks are for those who publish, in this installation",
        arguments: zip(Caller.allCases, [401, 403, 200, 200, 200, 403, 404]))
    func permissions(caller: Caller, status: Int) async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            #expect(try await stage.send("GET", "/events", as: caller).status == status)
            #expect(try await stage.send("GET", "/webhooks", as: caller).status == status)
            let made = try await stage.send("POST", "/webhooks", as: caller, #"{"url":"https://example.com/"}"#)
            #expect(made.status == (status == 200 ? 201 : status))
        }
    }

    @Test("A webhook for a topic that there is not is refused", arguments: ["track.redy", "track.progress", ""])
    func unknownTopic(topic: String) async throws {
        try await DatabaseKind.sqlite.onStage { stage in
            let answer = try await stage.send(
                "POST", "/webhooks", #"{"url":"https://example.com/","topics":["\#(topic)"]}"#)
            #expect(answer.status == 422 && answer.text("pointer") == "/topics/0")
        }
    }

    @Test("Uploads that are used up, or limited under load, leave streaming alone")
    func classes() async throws {
        let limits: [RateClass: RatePolicy] = [
            .upload: RatePolicy(perSubject: RateLimit(1, per: 3600), perAddress: RateLimit(1000, per: 60)),
            .stream: RatePolicy(perSubject: RateLimit(50, per: 60), perAddress: RateLimit(1000, per: 60)),
        ]
        try await DatabaseKind.sqlite.onStage(limits: limits) { stage in
            let library = try await Library(stage)
            stage.service.parts.limiter.setLoad(factor: 0.05)
            var statuses: [Int] = []
            for _ in 0..<3 { statuses.append(try await stage.send("POST", "/uploads", "{}").status) }
            #expect(statuses.last == 429)
            for _ in 0..<50 {
                #expect(try await stage.send("GET", "/tracks/\(library.track)/stream").status == 200)
            }
            #expect(try await stage.send("GET", "/tracks/\(library.track)/stream").status == 429, "its own limit")
        }
    }
}
