@testable import LatheValidation
import Testing

@Suite("References")
struct ReferenceTests {
    @Test(
        "A reference is resolved against the file that makes it",
        arguments: [
            ("00001.m4s", "aac/96/index.m3u8", Reference.inside("aac/96/00001.m4s")),
            ("../160/a.m4s", "aac/96/index.m3u8", .inside("aac/160/a.m4s")),
            ("./a%20b.m4s?token=1#x", "index.m3u8", .inside("a b.m4s")),
            ("../a.m4s", "index.m3u8", .outside),
            ("a/../../b", "index.m3u8", .outside),
            ("%2e%2e/b", "index.m3u8", .outside),
            ("/etc/passwd", "index.m3u8", .outside),
            ("//host/a", "index.m3u8", .remote),
            ("https://host/a", "index.m3u8", .remote),
            ("file:///etc/passwd", "index.m3u8", .remote),
            ("", "index.m3u8", .malformed),
            ("a b", "index.m3u8", .malformed),
            ("a%zz", "index.m3u8", .malformed),
            ("a%00b", "index.m3u8", .malformed),
            ("..\\a", "index.m3u8", .malformed),
        ])
    func resolve(uri: String, file: String, expected: Reference) {
        #expect(Reference(uri, from: file) == expected)
    }
}
