import Testing

@testable import LatheCommand

@Suite("Numbers for people")
struct FormattingTests {
    @Test(
        "Digits after the point",
        arguments: [
            (0, 1, "0.0"), (1.25, 1, "1.3"), (-1.25, 1, "-1.3"), (-0.04, 1, "0.0"), (0.96, 1, "1.0"), (12, 0, "12"),
            (3.005, 3, "3.005"), (.nan, 1, "-"), (.infinity, 1, "-"), (1e300, 1, "-"),
        ])
    func digits(value: Double, places: Int, expected: String) {
        #expect(fixed(value, places) == expected)
    }

    @Test(
        "Times",
        arguments: [
            (0, "0.0 s"), (12.34, "12.3 s"), (59.94, "59.9 s"), (59.96, "1:00"), (61, "1:01"), (3599.6, "1:00:00"),
            (3723, "1:02:03"), (-1, "-"), (.nan, "-"),
        ])
    func times(seconds: Double, expected: String) {
        #expect(clock(seconds) == expected)
    }

    @Test(
        "Sizes",
        arguments: [
            (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_949, "999.9 kB"), (999_950, "1.0 MB"),
            (31_210_321, "31.2 MB"), (2_147_483_648, "2.1 GB"), (5_000_000_000_000, "5.0 TB"),
        ])
    func sizes(bytes: Int, expected: String) {
        #expect(size(bytes) == expected)
    }

    @Test("Groups of three", arguments: [(0, "0"), (999, "999"), (1000, "1,000"), (-13_230_000, "-13,230,000")])
    func groups(count: Int, expected: String) {
        #expect(grouped(count) == expected)
    }

    @Test(
        "Paths are quoted where a shell needs it",
        arguments: [
            ("out/master.m3u8", "out/master.m3u8"), ("my music/a", "'my music/a'"), ("it's", #"'it'\''s'"#),
            ("-out", "'-out'"), ("", "''"), ("$HOME", "'$HOME'"), ("Ä", "'Ä'"),
        ])
    func quoting(text: String, expected: String) {
        #expect(shellQuoted(text) == expected)
    }

    @Test("Columns line up and lines end in no space")
    func table() {
        let table = Table(alignments: [.left, .right, .left], rows: [["a", "1", "x"], ["bcd", "20", ""]])
        #expect(table.rendered(indent: " ") == " a     1  x\n bcd  20\n")
    }
}
