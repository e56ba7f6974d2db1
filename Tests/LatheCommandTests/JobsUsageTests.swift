import Testing

@testable import LatheCommand

@Suite("How lathe jobs is asked")
struct JobsUsageTests {
    @Test(
        "Lines that make no sense are usage errors",
        arguments: [
            ("jobs", "jobs needs one of list, show, explain, retry, cancel, watch. See `lathe help jobs`."),
            ("jobs lits", "there is no command \"jobs lits\"; did you mean `jobs list`? See `lathe help jobs`."),
            ("jobs --json", "there is no option --json. See `lathe help jobs`."),
            ("job list", "there is no command \"job\"; did you mean `jobs`? See `lathe help`."),
            ("jobs list --state done", nil), ("jobs list --limit 0", nil), ("jobs show", nil), ("jobs cancel", nil),
            ("jobs retry", "jobs retry needs ID or --all. See `lathe help jobs retry`."),
            ("jobs retry abcdef --all", "--all and an ID exclude each other. See `lathe help jobs retry`."),
            ("jobs retry abcdef --tenant a", "--tenant needs --all. See `lathe help jobs retry`."),
            ("jobs retry --all --rendition a", nil),
        ] as [(String, String?)])
    func usage(line: String, paragraph: String?) {
        let captured = CapturedConsole()
        #expect(captured.run(line) == .usage)
        if let paragraph { #expect(captured.errors == "lathe: \(paragraph)\n") }
    }

    @Test("Help on the group lists its commands", arguments: ["help jobs", "jobs --help", "jobs -h"])
    func help(line: String) {
        let captured = CapturedConsole()
        #expect(captured.run(line) == .success)
        #expect(
            captured.output == """
                usage: lathe jobs COMMAND [arguments]

                List, explain, retry, cancel and watch jobs.

                commands:
                  jobs list      list jobs, the newest first
                  jobs show      print all that is known of a job
                  jobs explain   say what became of a job, why, and what will happen next
                  jobs retry     start dead or cancelled jobs again, with all their attempts
                  jobs cancel    stop jobs: at once where they wait, within two seconds where they run
                  jobs watch     show running jobs, throughput and dead jobs as they change

                options:
                  -h, --help   print this help; after a command, that command's

                """)
    }

    @Test("Every command of the group explains itself", arguments: JobsCommand.group.commands.map(\.name))
    func everyHelp(name: String) {
        let captured = CapturedConsole()
        #expect(captured.run("help \(name)") == .success)
        #expect(captured.output.hasPrefix("usage: lathe \(name)"))
    }
}
