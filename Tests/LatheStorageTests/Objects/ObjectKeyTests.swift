@testable internal import LatheStorage
internal import Testing

struct ObjectKeyTests {
    @Test(
        "What could lead out, or be two keys to two stores, is refused",
        arguments: [
            "", "/", "/a", "a/", "a//b", ".", "..", "a/..", "../a", "a/./b", "a\0b", "a\nb", "a\u{7F}", "a\\b",
            ".incoming", ".incoming/x", String(repeating: "a", count: 256), "x/" + String(repeating: "é", count: 128),
            Array(repeating: String(repeating: "a", count: 100), count: 11).joined(separator: "/"),
            "..\u{301}/../x", "a/..//\u{301}",
        ])
    func refused(text: String) {
        let error = #expect(throws: StorageError.self) { try ObjectKey(text) }
        #expect(error?.code == .invalid)
        #expect(error?.description.utf8.contains { $0 < 0x20 } == false)
    }

    @Test(
        "Whatever else is a key",
        arguments: [
            "a", "a/b", "...", "..a", "a..", ".a", ".incomingx", "a/.incoming", " ", "é",
            String(repeating: "a", count: 255),
        ])
    func accepted(text: String) throws {
        #expect(try ObjectKey(text).text == text)
    }

    @Test("Keys are equal and ordered by their bytes, not by what they look like")
    func bytes() throws {
        let (composed, decomposed) = (try ObjectKey("\u{E9}"), try ObjectKey("e\u{301}"))
        #expect(composed != decomposed)
        #expect(Set([composed, decomposed]).count == 2)
        #expect([composed, decomposed].sorted() == [decomposed, composed])
        #expect(try ObjectKey("a-b") < ObjectKey("a/b"))
    }

    @Test("A slash separates, whatever combines with it")
    func components() throws {
        #expect(try ObjectKey("a/\u{301}b/c").components == ["a", "\u{301}b", "c"])
    }

    @Test(
        "A range is neither negative nor empty nor beyond all numbers",
        arguments: [(-1, 1), (0, 0), (0, -1), (.max, 1)])
    func range(offset: Int, count: Int) {
        #expect(throws: StorageError.self) { try ByteRange(offset: offset, count: count) }
    }
}
