internal import Foundation
@testable internal import LatheStorage
internal import Testing

/// The values that the S3 client is made of.
struct S3ValueTests {
    @Test("An answer is read with its references, and without what it means nothing")
    func xml() throws {
        let text = """
            \u{FEFF}<?xml version="1.0"?><!-- c --><a:List xmlns="x"><Key>a&amp;b&lt;&#x20;&#233;;&quot;</Key>
            <Empty/><Key>\u{301}&gt;\u{301}</Key></a:List>
            """
        let list = try #require(XMLElement(Array(text.utf8)))
        #expect(list.name == "List")
        #expect(list.all("Key").map(\.text) == ["a&b< é;\"", "\u{301}>\u{301}"])
        #expect(list.text("Empty") == "")
    }

    @Test(
        "What is no answer is none",
        arguments: [
            "", "text", "<a>", "<a></b>", "<a>&unknown;</a>", "<a>&amp</a>",
            "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>",
            "<a", "</a>", "<a>&#xD800;</a>", String(repeating: "<a>", count: 20) + String(repeating: "</a>", count: 20),
        ])
    func noXML(text: String) {
        #expect(XMLElement(Array(text.utf8)) == nil)
        #expect(XMLElement([0x3C, 0x61, 0x3E, 0xFF, 0x3C, 0x2F, 0x61, 0x3E]) == nil)
    }

    @Test("Moments are read as S3 writes them")
    func timestamps() {
        let moment = Date(timeIntervalSince1970: 1_255_369_830)
        #expect(Timestamp.http("Mon, 12 Oct 2009 17:50:30 GMT") == moment)
        #expect(Timestamp.iso("2009-10-12T17:50:30.000Z") == moment)
        #expect(Timestamp.iso("2009-10-12T17:50:30Z") == moment)
        for wrong in [
            "", "Mon, 12 Okt 2009 17:50:30 GMT", "Mon, 12 Oct 2009 17:50 GMT", "Mon, 99 Oct 2009 17:50:30 GMT",
        ] {
            #expect(Timestamp.http(wrong) == nil)
        }
        for wrong in ["", "2009-10-12", "2009-13-12T17:50:30Z", "9999999999-10-12T17:50:30Z"] {
            #expect(Timestamp.iso(wrong) == nil)
        }
    }

    @Test(
        "Pauses grow, are jittered and bounded, and what the server asks for is the least",
        arguments: [
            (1, 1.0, nil, 100), (1, 0.5, nil, 50), (2, 1, nil, 200), (5, 1, nil, 1600), (5, 0, nil, 0),
            (1, 0, 3000, 3000), (1, 0, 60_000, 10_000), (6, 1, nil, nil),
        ])
    func pauses(attempt: Int, chance: Double, requested: Int?, expected: Int?) {
        let pause = RetryPolicy().pause(
            after: attempt, chance: chance, requested: requested.map { .milliseconds($0) })
        #expect(pause == expected.map { .milliseconds($0) })
    }

    @Test("A head begins anew with each status line, and its names have no case")
    func head() {
        var head = HTTPHead()
        for line in [
            "HTTP/1.1 100 Continue\r\n", "X: 1\r\n", "\r\n", "HTTP/1.1 206 Partial\r\n", "ETag:  \"a:b\" \r\n",
        ] {
            head.take(line)
        }
        #expect(head.status == 206)
        #expect(head["etag"] == "\"a:b\"")
        #expect(head["x"] == nil)
    }

    @Test("The ETag of parts must be the MD5 of their MD5s, where it has that form")
    func parts() {
        // printf '' | md5sum; printf '' | openssl md5 -binary | cat - <(printf '' | openssl md5 -binary) | md5sum
        let empty = BodyDigest(of: []).md5
        let part = S3Part(number: 1, etag: "\"d41d8cd98f00b204e9800998ecf8427e\"", size: 0, md5: empty)
        #expect(S3Part.mayBe("59adb24ef3cdbe0297f05b395827453f", of: [part]))
        #expect(S3Part.mayBe("59adb24ef3cdbe0297f05b395827453f-1", of: [part]))
        #expect(!S3Part.mayBe("09adb24ef3cdbe0297f05b395827453f-1", of: [part]))
        #expect(S3Part.mayBe("anything", of: [part]))
    }

    @Test("A large object has at most 10,000 parts")
    func slices() {
        let body = HTTPBody(size: 10_000 * 8 + 1) { _, _ in 0 }
        let parts = SlicedParts(body, partSize: 8)
        var sizes: [Int] = []
        while let part = parts.next() { sizes.append(part.size) }
        #expect(sizes.count <= 10_000)
        #expect(sizes.reduce(0, +) == body.size)
    }
}
