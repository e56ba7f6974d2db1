internal import Foundation
@testable internal import LatheStorage
internal import TestServers
internal import Testing

/// A disk that has no room: a small file system where one may be mounted, else a limit on the size of files.
struct FullDiskTests {
    @Test("A put for which there is no space says so and leaves nothing; a smaller one still goes")
    func full() async throws {
        let folder = try TemporaryFolder()
        let isMounted = try await run("mount", ["-t", "tmpfs", "-o", "size=1m", "none", folder.path])
        if isMounted {
            try await check(folder, tooMuch: 2 << 20)
            #expect(try await run("umount", [folder.path]))
        } else {
            // They would inherit the limit.
            _ = (try await S3Server.seaweed, try await S3Server.nanio)
            try setFileLimit(64 << 20)
            defer { try? setFileLimit(nil) }
            try await check(folder, tooMuch: 65 << 20)
        }
    }

    private func check(_ folder: TemporaryFolder, tooMuch: Int) async throws {
        let tested = TestedStore(store: try DirectoryStore(folder.path), folder: folder)
        try await tested.put("small", at: "a/small")
        let error = await #expect(throws: StorageError.self) {
            try await tested.store.put(.bytes(Pattern.bytes(tooMuch)), at: ObjectKey("b/large"))
        }
        #expect(error?.code == .full)
        #expect(try folder.files == ["a/small"])
        try await tested.put("another", at: "a/small")
        #expect(try await tested.text("a/small") == "another")
    }

    /// Nobody else writes files of such size here meanwhile.
    private func setFileLimit(_ bytes: Int?) throws {
        // Instead of the signal, the error.
        signal(SIGXFSZ, SIG_IGN)
        var limit = rlimit()
        getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
        limit.rlim_cur = bytes.map { rlim_t($0) } ?? limit.rlim_max
        #expect(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
    }

    private func run(_ program: String, _ arguments: [String]) async throws -> Bool {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardError = FileHandle.nullDevice
        try await withCheckedThrowingContinuation { continuation in
            process.terminationHandler = { _ in continuation.resume() }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        return process.terminationStatus == 0
    }
}
