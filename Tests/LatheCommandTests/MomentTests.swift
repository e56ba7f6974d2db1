import Testing

@testable import LatheCommand

@Suite("Times and foreign text")
struct MomentTests {
    @Test(
        "Times are RFC 3339 in UTC",
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (1_795_608_000_123, "2026-11-25T12:00:00.123Z"),
            (-1, "1969-12-31T23:59:59.999Z"), (951_782_400_007, "2000-02-29T00:00:00.007Z"),
        ] as [(Int64, String)])
    func timestamps(milliseconds: Int64, text: String) {
        #expect(timestamp(milliseconds) == text)
        #expect(timeOfDay(milliseconds) == text.dropFirst(11).prefix(8))
    }

    @Test("No time is too far away to be written", arguments: [Int64.min, Int64.max])
    func extremes(milliseconds: Int64) {
        #expect(timestamp(milliseconds).hasSuffix("Z"))
        #expect(!age(milliseconds).isEmpty)
    }

    @Test("No two times are too far apart")
    func spans() {
        #expect(span(from: .min, to: .max) == .max)
        #expect(span(from: .max, to: .min) == .min)
        #expect(span(from: 3, to: 1) == -2)
    }

    @Test(
        "A length of time is told in one unit",
        arguments: [
            (-5, "0 s"), (999, "0 s"), (99_999, "99 s"), (100_000, "1 min"), (5_999_999, "99 min"),
            (6_000_000, "1 h"), (172_799_999, "47 h"), (172_800_000, "2 d"),
        ] as [(Int64, String)])
    func ages(milliseconds: Int64, text: String) {
        #expect(age(milliseconds) == text)
    }

    @Test(
        "What could move the cursor is spelt out",
        arguments: [
            ("plain ü 音", "plain ü 音"), ("a\nb\tc", "a b c"), ("\u{1B}[2J", "\\u001b[2J"), ("\u{9B}1A", "\\u009b1A"),
            ("\u{202E}txt", "\\u202etxt"), ("\u{7F}", "\\u007f"),
        ])
    func foreignText(text: String, shown: String) {
        #expect(printable(text) == shown)
    }

    @Test("Long texts are cut", arguments: [(5, "abcde"), (4, "abc…"), (1, "…"), (0, "")])
    func cut(width: Int, text: String) {
        #expect(shortened("abcde", to: width) == text)
    }
}

@Suite("Lines in several styles")
struct StyledLineTests {
    private var line: StyledLine {
        var line = StyledLine("ab", .red)
        line.add("cd")
        line.add("ef", .bold)
        line.add("   ", .dim)
        return line
    }

    @Test(
        "A line is cut where the terminal ends, whatever its styles",
        arguments: [(9, "abcdef"), (6, "abcdef"), (5, "abcd…"), (4, "abc…"), (3, "ab…"), (2, "a…"), (1, "…"), (0, "")])
    func cut(width: Int, text: String) {
        #expect(line.rendered(width: width, hasColor: false) == text)
    }

    @Test("Each style ends where it does")
    func styles() {
        #expect(line.rendered(width: 9, hasColor: true) == "\u{1B}[31mab\u{1B}[0mcd\u{1B}[1mef\u{1B}[0m")
        #expect(StyledLine("   ").rendered(width: 9, hasColor: true) == "")
    }
}
