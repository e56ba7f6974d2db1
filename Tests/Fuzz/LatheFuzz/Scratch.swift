internal import Foundation

/// Files in memory for what reads files.
struct Scratch: Sendable {
    static let shared = Scratch()

    private let path = "/dev/shm/lathe-fuzz-\(getpid())"

    func withFile(of bytes: UnsafeRawBufferPointer, _ body: (String) throws -> Void) {
        guard FileManager.default.createFile(atPath: path, contents: Data(bytes)) else { fatalError("no \(path)") }
        defer { unlink(path) }
        // Most inputs are errors, and that is as it should be.
        try? body(path)
    }
}
