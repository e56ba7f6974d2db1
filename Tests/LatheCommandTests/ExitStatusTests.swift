import LatheBackup
import LatheDatabase
import LatheJobs
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

    @Test(
        "A database's failures, after sysexits",
        arguments: [
            (.unavailable, 69), (.busy, 69), (.timeout, 69), (.serialization, 69), (.denied, 77), (.full, 74),
            (.invalid, 64), (.constraint, 70), (.corrupt, 70), (.schema, 70), (.failed, 70),
        ] as [(DatabaseError.Code, Int32)])
    func databaseErrors(code: DatabaseError.Code, status: Int32) {
        let error = DatabaseError(code, "open", "a.db", because: "it is torn", remedy: "Mend it.")
        #expect(ExitStatus(error).code == status)
        #expect(message(for: error) == "cannot open a.db: it is torn. Mend it.")
    }

    @Test(
        "A backup's failures, after sysexits",
        arguments: [
            (.notFound, 66), (.damaged, 65), (.busy, 69), (.newer, 70), (.mismatch, 64), (.notEmpty, 73),
            (.toolMissing, 69), (.toolFailed, 69), (.full, 74), (.inputOutput, 74),
        ] as [(BackupError.Code, Int32)])
    func backupErrors(code: BackupError.Code, status: Int32) {
        let error = BackupError(code, "restore", "the backup", because: "it is torn", remedy: "Mend it.")
        #expect(ExitStatus(error).code == status)
        #expect(message(for: error) == "cannot restore the backup: it is torn. Mend it.")
    }

    @Test(
        "What a command cannot do, after sysexits",
        arguments: [
            (.noDatabase, 66), (.noStore, 66), (.noSuchJob, 66), (.ambiguous, 64), (.wrongState, 64), (.noFolder, 73),
        ] as [(CommandError.Code, Int32)])
    func commandErrors(code: CommandError.Code, status: Int32) {
        let error = CommandError(code, "show", "the job \"a\"", because: "there is none")
        #expect(ExitStatus(error).code == status)
        #expect(message(for: error) == "cannot show the job \"a\": there is none.")
    }

    @Test("A job's failure is a sentence")
    func jobFailure() {
        #expect(ExitStatus(JobFailure("x", "x")).code == 70)
        #expect(message(for: JobFailure("x", "it broke", remedy: "Mend it.")) == "it broke. Mend it.")
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
