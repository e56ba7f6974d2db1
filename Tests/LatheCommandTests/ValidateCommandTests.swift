import LatheValidation
import Testing

@testable import LatheCommand

@Suite("lathe validate")
struct ValidateCommandTests {
    private static func report(_ files: [String: String], entry: String? = nil) throws -> ValidationReport {
        let source = MemorySource(files: files.mapValues { Array($0.utf8) })
        return try Validator(source, entry: entry, subject: "package").validate()
    }

    private static let remote = """
        #EXTM3U
        #EXT-X-VERSION:3
        #EXT-X-TARGETDURATION:4
        #EXT-X-INDEPENDENT-SEGMENTS
        #EXTINF:4.0,
        https://example.org/1.mp3
        #EXT-X-ENDLIST

        """

    @Test("A finding is a place, a severity, a message and a code, then its clause and remedy; a line sums up")
    func text() throws {
        let report = try Self.report(["a/i.m3u8": Self.remote.replacing("#EXTINF:4.0,", with: "#EXTINF:4.0")])
        #expect(
            ValidateCommand.text(of: report) == """
                a/i.m3u8:5: error: "#EXTINF:4.0" lacks its comma [hls-duration-malformed]
                    RFC 8216 §4.3.2.1. Write #EXTINF:<duration>, with its comma.
                a/i.m3u8:6: note: "https://example.org/1.mp3" lies on another server [uri-remote]
                    RFC 3986 §5. Nothing, if that is meant.

                1 error, 0 warnings, 1 note: 1 file, 0 segments, 0.0 s checked

                """)
    }

    @Test("Notes leave a package clean")
    func clean() throws {
        let report = try Self.report(["i.m3u8": Self.remote])
        #expect(
            ValidateCommand.text(of: report).hasSuffix("package is clean: 1 file, 0 segments, 0.0 s checked, 1 note\n"))
    }

    @Test("JSON has the same keys whatever is found")
    func json() throws {
        let line = try jsonLine(Self.report([:]))
        #expect(
            line == """
                {"clean":false,"errors":1,"files":0,"findings":[{"clause":"Lathe package",\
                "code":"nothing-to-check","file":"","message":"there is no package.json, playlist or manifest",\
                "remedy":"Name the folder, playlist or MPD of a package.","severity":"error"}],"notes":0,\
                "schema":"lathe-validation/1","seconds":0,"segments":0,"subject":"package","suppressed":0,"warnings":0}

                """)
    }

    @Test(
        "What is no package has an exit status of its own",
        arguments: [("validate /nowhere/at/all", 66), ("validate /etc/passwd", 64), ("validate", 64)])
    func exitStatus(line: String, code: Int32) {
        #expect(CapturedConsole().run(line).code == code)
    }

    @Test("Help lists every code")
    func help() {
        let captured = CapturedConsole()
        #expect(captured.run("help validate") == .success)
        for code in FindingCode.allCases { #expect(captured.output.contains(code.rawValue)) }
    }
}
