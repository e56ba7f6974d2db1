import Foundation
import LatheMedia
import Testing

@Suite("Checksum of a master")
struct MasterChecksumTests {
    @Test("It equals sha256sum's, on another thread while the master is decoded")
    func ofFile() async throws {
        let path = Masters.path("music.flac")
        let reader = try MasterReader(path: path)
        let file = reader.file
        async let digest = Task.detached { try file.sha256() }.value
        while try reader.read(4096) != nil {}
        let sum = String(decoding: try Masters.output(of: ["sha256sum", path]).prefix(64), as: UTF8.self)
        #expect(try await digest.hexadecimal == sum)
    }

    @Test("It can be cancelled, and notices that the file changed")
    func cancelAndChange() throws {
        try Masters.withFile([UInt8](repeating: 1, count: 3 << 20)) { path in
            let file = try MasterFile(path: path)
            #expect(throws: CancellationError.self) { try file.sha256(isCancelled: { true }) }
            #expect(try file.sha256().hexadecimal.count == 64)
            #expect(truncate(path, 100) == 0)
            let error = #expect(throws: MediaError.self) { try file.sha256() }
            #expect(error?.code == .io)
        }
    }
}
