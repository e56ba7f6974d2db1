import Lathe
import Synchronization

/// A sink that keeps objects in a dictionary: what an uploader to a store of one's own would look like.
final class ShelfSink: PackageSink {
    private let shelf = Mutex<[String: [UInt8]]>([:])

    var objects: [String: [UInt8]] { shelf.withLock { $0 } }

    func publish(_ bytes: [UInt8], at path: String) {
        shelf.withLock { $0[path] = bytes }
    }

    func beginObject(at path: String, headSize: Int) -> any PackageObject {
        Growing { [self] in publish($0, at: path) }
    }

    func finish(packageDocument: [UInt8]) {
        publish(packageDocument, at: Package.documentPath)
    }

    func abandon() {
        shelf.withLock { $0 = [:] }
    }

    /// An object under way: on the shelf when it is committed.
    private final class Growing: PackageObject {
        private var bytes: [UInt8] = []
        private let shelve: ([UInt8]) -> Void

        init(shelve: @escaping ([UInt8]) -> Void) { self.shelve = shelve }

        func append(_ more: UnsafeRawBufferPointer) { bytes += more }

        func commit(head: [UInt8]) -> ObjectDigest {
            let object = head + bytes
            shelve(object)
            return ObjectDigest(of: object)
        }
    }
}
