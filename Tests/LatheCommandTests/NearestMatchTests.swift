import Testing

@testable import LatheCommand

@Suite("Suggestions")
struct NearestMatchTests {
    static let names = ["output", "overwrite", "preset", "progress", "threads"]

    @Test(
        "The nearest name is found, and none where nothing is near",
        arguments: [
            ("ouput", "output"), ("otuput", "output"), ("out", "output"), ("presets", "preset"), ("thread", "threads"),
            ("over-write", "overwrite"), ("quality", nil), ("x", nil), ("", nil),
        ])
    func nearestName(word: String, expected: String?) {
        #expect(nearest(to: word, in: Self.names) == expected)
    }

    @Test(
        "Slips are counted",
        arguments: [
            ("", "", 0), ("a", "", 1), ("", "ab", 2), ("abc", "abc", 0), ("abc", "acb", 1), ("kitten", "sitting", 3),
        ])
    func slips(first: String, second: String, count: Int) {
        #expect(editDistance(first, second) == count)
    }
}
