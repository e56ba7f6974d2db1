import Foundation
import Synchronization
import Testing

@testable import LatheWorker

@Suite("The scratch folder of workers")
struct ScratchTests {
    private let root = FileManager.default.temporaryDirectory.path + "/lathe-scratch-\(UUID().uuidString)"

    private func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: root).sorted() }

    @Test("What dead workers left is swept away, also of one that died before it had its lock")
    func sweep() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        for folder in ["dead/job-1/spool", "stillborn"] {
            try FileManager.default.createDirectory(atPath: "\(root)/\(folder)", withIntermediateDirectories: true)
        }
        try Data().write(to: URL(filePath: "\(root)/dead/.lock"))
        let scratch = try Scratch(root: root, worker: "next")
        #expect(try names() == ["next"])
        scratch.remove()
        #expect(try names() == [])
    }

    @Test("A living worker's folder stays, and its name is taken")
    func living() throws {
        defer { try? FileManager.default.removeItem(atPath: root) }
        let living = try Scratch(root: root, worker: "living")
        let next = try Scratch(root: root, worker: "next")
        #expect(try names() == ["living", "next"])
        let error = #expect(throws: WorkerError.self) { try Scratch(root: root, worker: "living") }
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
                    let scratch = try Scratch(root: root, worker: "\(round)-\(number)")
                    living.withLock { $0.append(scratch) }
                } catch {
                    faults.withLock { $0.append("\(error)") }
                }
            }
            let locks = (0..<8).filter { FileManager.default.fileExists(atPath: "\(root)/\(round)-\($0)/.lock") }
            if locks.count != 8 { faults.withLock { $0.append("round \(round): \(locks)") } }
        }
        #expect(faults.withLock { $0 } == [])
    }
}
