internal import Foundation
internal import LatheMedia
internal import Synchronization

/// The checksum of a file, computed on a thread of its own while something else is done.
final class BackgroundChecksum: Sendable {
    private let result = Mutex<Result<SHA256Digest, any Error>?>(nil)
    private let done = DispatchSemaphore(value: 0)

    /// Begins; stops soon after the cancellation is requested.
    init(of file: MasterFile, _ cancellation: Cancellation) {
        Thread { [self] in
            let digest = Result { try file.sha256 { cancellation.isRequested } }
            result.withLock { $0 = digest }
            done.signal()
        }.start()
    }

    /// Waits for the end. Once.
    func value() throws -> SHA256Digest {
        done.wait()
        // The thread signals only behind its result; no input leads here.
        guard let result = result.withLock(\.self) else { preconditionFailure("signalled before there was a result") }
        return try result.get()
    }
}
