import Testing

@testable import Lathe
@testable import LatheCommand

@Suite("Exit statuses")
struct ExitStatusTests {
    @Test(
        "Each kind of failure has its own, after sysexits",
        arguments: [
            (.masterNotFound, 66), (.masterRejected, 65), (.presetInvalid, 64), (.outputExists, 73),
            (.outputNotCreated, 73), (.inputOutput, 74), (.encoderFailed, 70),
        ] as [(LatheError.Code, Int32)])
    func libraryErrors(code: LatheError.Code, status: Int32) {
        let error = LatheError(code, "read", "a.flac", because: "it is torn", remedy: "Mend it.")
        #expect(ExitStatus(error).code == status)
        #expect(message(for: error) == "cannot read a.flac: it is torn. Mend it.")
    }

    @Test("Signals count from 128", arguments: [(2, 130), (15, 143), (1, 129)] as [(Int32, Int32)])
    func signals(number: Int32, status: Int32) {
        #expect(ExitStatus(CancellationError(), signal: number).code == status)
    }

    @Test(
        "Of what a resumable run keeps is spoken where another run may help",
        arguments: [
            (.inputOutput, " 2 of 9 renditions are finished and kept. The same line goes on from there."),
            (.masterRejected, ""), (.outputExists, ""),
        ] as [(LatheError.Code, String)])
    func kept(code: LatheError.Code, sentences: String) {
        let error = LatheError(code, "write", "a", because: "it is full")
        #expect(message(for: error, kept: 2, of: 9) == "cannot write a: it is full." + sentences)
    }

    @Test("An interruption says what is left")
    func interrupted() {
        #expect(message(for: CancellationError()) == "interrupted; nothing was left behind.")
        #expect(
            message(for: CancellationError(), kept: 1, of: 9)
                == "interrupted; 1 of 9 renditions are finished and kept. The same line goes on from there.")
    }

    @Test("The tool's own errors")
    func ownErrors() {
        #expect(ExitStatus(UsageError("no")).code == 64)
        #expect(ExitStatus(OutputError(cause: "disk full")).code == 74)
        #expect(message(for: OutputError(cause: "disk full")) == "cannot write to standard output: disk full.")
        #expect(ExitStatus(CancellationError()).code == 70)
    }
}
