internal import Foundation
internal import LatheCrypto
@testable internal import LatheStorage
internal import Synchronization
internal import TestServers
internal import Testing

/// One suite for every store: large objects, and transfers that end early.
@Suite(.timeLimit(.minutes(5)))
struct TransferTests {
    private struct Broken: Error, Equatable {}

    enum Origin: CaseIterable { case bytes, file, stream }

    @Test("A large object comes back byte by byte, and in parts", arguments: StoreKind.all, Origin.allCases)
    func large(kind: StoreKind, origin: Origin) async throws {
        let (tested, scratch) = (try await kind.make(), try TemporaryFolder())
        let bytes = Pattern.bytes(17 << 20 | 12345)
        let key = try ObjectKey("large")
        let put = try await tested.store.put(try source(origin, bytes, scratch), at: key)
        #expect(put.size == bytes.count)
        #expect(put.sha256 == bytes.withUnsafeBytes { SHA256Digest(of: $0) })
        let isWhole = try await tested.bytes(key) == bytes
        #expect(isWhole)
        let middle = try await tested.bytes(key, range: ByteRange(offset: (5 << 20) - 10, count: 20))
        #expect(middle == Array(bytes[((5 << 20) - 10)..<((5 << 20) + 10)]))
        #expect(try await tested.keys == ["large"])
    }

    private func source(_ origin: Origin, _ bytes: [UInt8], _ scratch: TemporaryFolder) throws -> ObjectSource {
        switch origin {
        case .bytes: return .bytes(bytes)
        case .stream: return Pattern.stream(bytes)
        case .file:
            try Data(bytes).write(to: URL(filePath: scratch / "large"))
            return .file(scratch / "large")
        }
    }

    @Test(
        "What a reader throws comes back, and nothing is stored", arguments: StoreKind.all, [0, 1000, 11 << 20])
    func brokenReader(kind: StoreKind, after size: Int) async throws {
        let tested = try await kind.make()
        let given = Mutex(0)
        let source = ObjectSource.stream { buffer in
            try given.withLock {
                if $0 >= size { throw Broken() }
                $0 += buffer.count
                buffer.initializeMemory(as: UInt8.self, repeating: 1)
                return buffer.count
            }
        }
        await #expect(throws: Broken()) { try await tested.store.put(source, at: ObjectKey("k")) }
        #expect(try await tested.keys == [])
        #expect(try tested.folder?.files ?? [] == [])
    }

    @Test("What a consumer throws comes back", arguments: StoreKind.all)
    func brokenConsumer(kind: StoreKind) async throws {
        let tested = try await kind.make()
        try await tested.store.put(.bytes(Pattern.bytes(1_000_000)), at: ObjectKey("k"))
        await #expect(throws: Broken()) {
            try await tested.store.get(ObjectKey("k"), into: .consumer { _ in throw Broken() })
        }
        #expect(try await tested.bytes(ObjectKey("k"))?.count == 1_000_000)
    }

    @Test("A cancelled put ends soon, and nothing is stored", arguments: StoreKind.all)
    func cancelledPut(kind: StoreKind) async throws {
        let tested = try await kind.make()
        let (began, signal) = AsyncStream.makeStream(of: Void.self)
        let put = Task {
            // Endless: only the cancellation ends it.
            let source = ObjectSource.stream { buffer in
                signal.yield()
                buffer.initializeMemory(as: UInt8.self, repeating: 1)
                usleep(1000)
                return min(buffer.count, 10_000)
            }
            return try await tested.store.put(source, at: ObjectKey("k"))
        }
        for await _ in began { break }
        put.cancel()
        await #expect(throws: CancellationError.self) { try await put.value }
        #expect(try await tested.keys == [])
        #expect(try tested.folder?.files ?? [] == [])
    }

    @Test("A cancelled get ends soon, and no file appears", arguments: StoreKind.all)
    func cancelledGet(kind: StoreKind) async throws {
        let tested = try await kind.make()
        let key = try ObjectKey("k")
        try await tested.store.put(.bytes(Pattern.bytes(9 << 20)), at: key)
        let (began, signal) = AsyncStream.makeStream(of: Void.self)
        let release = DispatchSemaphore(value: 0)
        let get = Task {
            try await tested.store.get(
                key,
                into: .consumer { _ in
                    signal.yield()
                    release.wait()
                    release.signal()
                })
        }
        for await _ in began { break }
        get.cancel()
        release.signal()
        await #expect(throws: CancellationError.self) { try await get.value }
    }

    @Test("A file that is not there, or no file, cannot be put", arguments: StoreKind.all)
    func noFile(kind: StoreKind) async throws {
        let (tested, scratch) = (try await kind.make(), try TemporaryFolder())
        for (path, code) in [(scratch / "absent", StorageError.Code.notFound), (scratch.path, .invalid)] {
            let error = await #expect(throws: StorageError.self) {
                try await tested.store.put(.file(path), at: ObjectKey("k"))
            }
            #expect(error?.code == code)
        }
    }
}
