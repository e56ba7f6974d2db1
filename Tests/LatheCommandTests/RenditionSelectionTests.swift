import Testing

@testable import LatheCommand

@Suite("Some renditions of a job")
struct RenditionSelectionTests {
    private static let payload = """
        {"a":1.5,"preset":{"renditions":[{"codec":"aac","kilobitsPerSecond":96},{"codec":"mp3","kilobitsPerSecond":96,\
        "options":{}},{"codec":"flac"}]}}
        """

    @Test("The order of the preset stays, and so does everything else")
    func order() throws {
        #expect(
            try RenditionSelection.select(["flac", "mp3-96"], of: Self.payload) == """
                {"a":1.5,"preset":{"renditions":[{"codec":"mp3","kilobitsPerSecond":96,\
                "options":{}},{"codec":"flac"}]}}
                """)
    }

    @Test(
        "A job without renditions",
        arguments: ["", "{}", "[]", "{\"preset\":{}}", "{\"preset\":{\"renditions\":1}}"])
    func none(payload: String) {
        let error = #expect(throws: CommandError.self) { try RenditionSelection.select(["flac"], of: payload) }
        #expect(error?.code == .wrongState)
    }

    @Test("A rendition that is not there is named with those that are")
    func unknown() {
        let error = #expect(throws: CommandError.self) {
            try RenditionSelection.select(["flac", "opus-96"], of: Self.payload)
        }
        #expect(error?.remedy == "It makes aac-96, mp3-96, flac.")
    }
}
