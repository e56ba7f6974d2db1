internal import Synchronization

/// Keeps a package in memory: for tests, and for programs that hand it on.
public final class MemorySink: PackageSink {
    private let state = Mutex<[String: [UInt8]]>([:])

    /// Holds nothing yet.
    public init() {}

    /// The objects so far, by path; empty after `abandon`.
    public var objects: [String: [UInt8]] { state.withLock { $0 } }

    /// Keeps an object, or replaces the one of that path.
    public func publish(_ bytes: [UInt8], at path: String) {
        state.withLock { $0[path] = bytes }
    }

    /// Begins an object that is kept once it is committed.
    public func beginObject(at path: String, headSize: Int) -> any PackageObject {
        Object { [self] in publish($0, at: path) }
    }

    /// Keeps the description too; nothing else changes.
    public func finish(packageDocument: [UInt8]) {
        publish(packageDocument, at: Package.documentPath)
    }

    /// Forgets all objects.
    public func abandon() {
        state.withLock { $0 = [:] }
    }

    private final class Object: PackageObject {
        private var bytes: [UInt8] = []
        private let publish: ([UInt8]) -> Void

        init(publish: @escaping ([UInt8]) -> Void) { self.publish = publish }

        func append(_ bytes: UnsafeRawBufferPointer) { self.bytes.append(contentsOf: bytes) }

        func commit(head: [UInt8]) -> ObjectDigest {
            bytes.insert(contentsOf: head, at: 0)
            publish(bytes)
            return ObjectDigest(of: bytes)
        }
    }
}
