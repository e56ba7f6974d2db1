import LatheMedia
import Testing

@testable import Lathe
@testable import LatheCommand

@Suite("The tool")
struct LatheToolTests {
    @Test(
        "Help is asked for in several ways",
        arguments: ["help", "--help", "-h"])
    func help(line: String) {
        let captured = CapturedConsole()
        #expect(captured.run(line) == .success)
        #expect(
            captured.output == """
                usage: lathe COMMAND [arguments]

                Turns a lossless master into everything a listener's player needs.

                commands:
                  transcode   make a streaming package of a lossless master
                  package     make a streaming package of coded audio, as it is
                  validate    check a package against the standards and against its own description
                  probe       say what a master holds, without decoding it
                  presets     list the built-in presets, or print one to start your own from
                  serve       run the service: upload, transcode, stream
                  token       make a token that somebody signs in with
                  enqueue     let workers make streaming packages of masters
                  worker      take jobs from the queue and make packages
                  gc          delete packages that were replaced, what failed attempts left, abandoned uploads, and old jobs
                  backup      copy database, masters, packages and keys while the service runs
                  verify      read a backup, or the service's own store, and say what is missing or damaged
                  restore     make a service of a backup, where there is none
                  jobs        list, explain, retry, cancel and watch jobs
                  keys        list and rotate what tokens are signed with
                  config      print the configuration in force and where it comes from, without secrets
                  help        explain a command

                options:
                  -h, --help      print this help; after a command, that command's
                      --version   print the version, and those of the libraries

                """)
    }

    @Test("A command explains itself", arguments: ["help probe", "probe --help", "probe x -h"])
    func commandHelp(line: String) {
        let captured = CapturedConsole()
        #expect(captured.run(line) == .success)
        #expect(
            captured.output == """
                usage: lathe probe MASTER [options]

                Say what a master holds, without decoding it.

                arguments:
                  MASTER   a FLAC, WAV, RF64, W64 or AIFF file

                options:
                      --json   print one line of JSON, whose keys stay the same
                  -h, --help   print this help

                """)
    }

    @Test("Every command has help that begins with its usage", arguments: LatheTool.commands.map(\.name))
    func everyHelp(name: String) {
        let captured = CapturedConsole()
        #expect(captured.run("help \(name)") == .success)
        #expect(captured.output.hasPrefix("usage: lathe \(name)"))
    }

    @Test(
        "Lines that make no sense are usage errors in one paragraph",
        arguments: [
            ("", "lathe: no command is given. See `lathe help`.\n"),
            ("trancode a", "lathe: there is no command \"trancode\"; did you mean `transcode`? See `lathe help`.\n"),
            ("xyzzy", "lathe: there is no command \"xyzzy\". See `lathe help`.\n"),
            ("help xyzzy", "lathe: there is no command \"xyzzy\". See `lathe help`.\n"),
            ("--nope", "lathe: there is no option --nope. See `lathe help`.\n"),
            ("probe", "lathe: probe needs MASTER: a FLAC, WAV, RF64, W64 or AIFF file. See `lathe help probe`.\n"),
            (
                "transcode a",
                "lathe: transcode needs --output DIR: the folder that becomes the package. See `lathe help transcode`.\n"
            ),
            (
                "transcode a -o b --progress bar",
                "lathe: --progress bar needs a terminal on standard error. See `lathe help transcode`.\n"
            ),
        ])
    func usageErrors(line: String, paragraph: String) {
        let captured = CapturedConsole()
        #expect(captured.run(line) == .usage)
        #expect(captured.errors == paragraph)
        #expect(captured.output == "")
    }

    @Test("The version names the libraries")
    func version() {
        let captured = CapturedConsole()
        #expect(captured.run("--version") == .success)
        #expect(captured.output.hasPrefix("lathe \(LatheVersion.current)\n  "))
        for library in LatheVersion.libraries { #expect(captured.output.contains(library.name)) }
    }

    @Test("Presets are listed by name and purpose")
    func presets() {
        #expect(PresetsCommand.list(of: [.music]) == "music  AAC, MP3 and Vorbis at 96, 160 and 320 kbit/s\n")
    }

    @Test("A preset that is not there is a usage error")
    func noPreset() {
        let captured = CapturedConsole()
        #expect(captured.run("presets xyzzy") == .usage)
        #expect(captured.errors.hasPrefix("lathe: cannot use preset \"xyzzy\""))
    }

    @Test("A master that is not there", arguments: ["probe /no/master.flac", "probe /no/master.flac --json"])
    func noMaster(line: String) {
        let captured = CapturedConsole()
        #expect(captured.run(line) == .noMaster)
        #expect(captured.errors.hasPrefix("lathe: cannot "))
        #expect(captured.output == "")
    }
}

@Suite("lathe probe")
struct ProbeCommandTests {
    private var facts: MasterFacts {
        var tags = MasterTags()
        tags.title = "Waltz"
        tags.isrc = "DEA010100001"
        return MasterFacts(
            container: "wav", codec: "pcm_f32le", sampleRate: 96_000, channelCount: 6, channelMask: 0x3f,
            bitsPerSample: 32, isFloat: true, sampleCount: 960_048, byteCount: 23_041_234, tags: tags)
    }

    @Test("Facts for people")
    func table() {
        #expect(
            ProbeCommand.table(of: facts, file: "m/a.wav") == """
                file         m/a.wav
                container    wav
                codec        pcm_f32le
                sample rate  96,000 Hz
                channels     6, mask 0x3f
                samples      32-bit float
                duration     10.0 s (960,048 samples)
                size         23.0 MB (23,041,234 bytes)
                title        Waltz
                ISRC         DEA010100001

                """)
    }

    @Test("Facts for programs")
    func json() throws {
        #expect(
            try jsonLine(ProbeDocument(facts, file: "m/a.wav")) == """
                {"bitsPerSample":32,"bytes":23041234,"channelMask":63,"channels":6,"codec":"pcm_f32le",\
                "container":"wav","duration":10.0005,"file":"m/a.wav","isFloat":true,"sampleRate":96000,\
                "samples":960048,"tags":{"isrc":"DEA010100001","title":"Waltz"}}

                """)
    }

    @Test("A length that nobody knows is said to be unknown")
    func unknownLength() {
        var facts = facts
        facts.sampleCount = nil
        #expect(ProbeCommand.table(of: facts, file: "a").contains("duration     unknown\n"))
        #expect(ProbeDocument(facts, file: "a").duration == nil)
    }
}
