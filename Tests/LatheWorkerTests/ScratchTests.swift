import Foundation
import Synchronization
import Testing

@testable import LatheWorker

@Suite("The scratch folder of workers")
struct ScratchTests {
    private let root = FileManager.default.temporaryDirectory.path + "/lathe-scratch-\(UUID().uuidString)"

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: root).sorted() }

    private func scratch(_ name: String) throws -> Scratch {
        try Scratch(root: root, worker: #require(WorkerName(name)))
    }

    /// What people keep where they say that scratch files are: `/tmp`, a home folder.
    @Test("What no worker made is left alone, whether it is locked or not")
    func others() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let files = ["letters/love", "locked/.lock", "file", "lathe-worker-notes/mine", ".hidden/.lock"]
        for file in files {
            let url = URL(filePath: "\(root)/\(file)")
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("precious".utf8).write(to: url)
        }
        try FileManager.default.createDirectory(atPath: "\(root)/empty", withIntermediateDirectories: true)
        let before = try FileManager.default.subpathsOfDirectory(atPath: root).sorted()
        try scratch("next").remove()
        #expect(try FileManager.default.subpathsOfDirectory(atPath: root).sorted() == before)
    }

    @Test(
        "A name that leads elsewhere, or nowhere, is none",
        arguments: ["", ".", "..", "../victim", "a/b", "/", "a\n", "a\0", String(repeating: "a", count: 129)])
    func names(_ text: String) { #expect(WorkerName(text) == nil) }

    @Test("A process's own name is one, whatever its host is called")
    func ownName() {
        #expect(WorkerName("press 7.example")?.description == "press 7.example")
        let name = WorkerName(host: "../" + String(repeating: "ü", count: 300), process: 7).description
        #expect(WorkerName(name) != nil && !name.contains("/"))
        #expect(WorkerName(host: "press", process: 7).description == "press-7")
    }

    @Test("What dead workers left is swept away, also of one that died before it had its lock")
    func sweep() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        for folder in ["lathe-worker-dead/job-1/spool", "lathe-worker-stillborn"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        try Data().write(to: URL(filePath: "\(root)/lathe-worker-dead/.lock"))
        let scratch = try scratch("next")
        #expect(try names() == ["lathe-worker-next"])
        scratch.remove()
        #expect(try names() == [])
    }

    @Test("A living worker's folder stays, and its name is taken")
    func living() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let living = try scratch("living")
        let next = try scratch("next")
        #expect(try names() == ["lathe-worker-living", "lathe-worker-next"])
        let error = #expect(throws: WorkerError.self) { try scratch("living") }
        #expect(error?.cause == "another worker of this name runs")
        withExtendedLifetime((living, next)) {}
    }

    @Test("Workers that begin and sweep at the same time do not take each other's folders")
    func together() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let faults = Mutex<[String]>([])
        for round in 0..<40 {
            let living = Mutex<[Scratch]>([])
            DispatchQueue.concurrentPerform(iterations: 8) { number in
                do {
                    let scratch = try self.scratch("\(round)-\(number)")
                    living.withLock { $0.append(scratch) }
                } catch {
                    faults.withLock { $0.append("\(error)") }
                }
            }
            let locks = (0..<8).map { "\(root)/lathe-worker-\(round)-\($0)/.lock" }
                .filter { FileManager.default.fileExists(atPath: $0) }
            if locks.count != 8 { faults.withLock { $0.append("round \(round): \(locks)") } }
        }
        #expect(faults.withLock { $0 } == [])
    }
}
