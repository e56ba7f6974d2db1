import Foundation
import Testing

@testable import LatheWorker

@Suite("Child processes")
struct ChildProcessTests {
    @Test("What a child is told and says goes through pipes, and its end is known")
    func echo() throws {
        let child = try ChildProcess("/bin/sh", ["-c", "read x; echo $x; echo $y >&2; exit 3"], environment: ["y=b"])
        try child.write(Array("a\n".utf8))
        #expect(try child.readOutput() == Array("a\n".utf8))
        #expect(try child.readErrors() == Array("b\n".utf8))
        #expect(try child.readOutput() == [])
        #expect(try child.wait().status == .exited(3))
    }

    @Test("One that cannot be started leaves no pipe open")
    func noProgram() throws {
        let before = openPipes
        for _ in 0..<200 {
            #expect(throws: WorkerError.self) { try ChildProcess("/nowhere/lathe", [], environment: []) }
        }
        // Other tests of this process may have opened some.
        #expect(openPipes < before + 100)
    }

    private var openPipes: Int {
        let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []
        return descriptors.count {
            (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)"))?.hasPrefix("pipe:")
                == true
        }
    }
}
