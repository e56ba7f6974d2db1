internal import LatheCrypto

/// The parts of a large object, in order; asked for by one task.
protocol ObjectParts: AnyObject {
    /// Nil at the end.
    func next() async throws -> HTTPBody?
    /// The checksum of all parts, after the last.
    func sha256() -> SHA256Digest?
}

/// Parts of what can be read anywhere: none is in memory.
final class SlicedParts: ObjectParts {
    /// S3 takes 10,000 parts.
    static let most = 10_000

    private let body: HTTPBody
    private let partSize: Int
    private var offset = 0

    init(_ body: HTTPBody, partSize: Int) {
        self.body = body
        self.partSize = max(partSize, (body.size + Self.most - 1) / Self.most)
    }

    func next() -> HTTPBody? {
        guard offset < body.size else { return nil }
        let (whole, start) = (body, offset)
        let size = min(partSize, body.size - start)
        offset += size
        return HTTPBody(size: size) { offset, buffer in
            let length = min(buffer.count, max(0, size - offset))
            return try whole.read(start + offset, UnsafeMutableRawBufferPointer(rebasing: buffer[..<length]))
        }
    }

    /// Known before.
    func sha256() -> SHA256Digest? { nil }
}

/// Parts of what can be read once: each is in memory until it is sent.
///
/// `@unchecked Sendable`: asked for by one task, which waits for the thread that reads.
final class StreamedParts: ObjectParts, @unchecked Sendable {
    private let read: @Sendable (UnsafeMutableRawBufferPointer) throws -> Int
    private let partSize: Int
    private let client: HTTPClient
    private let hasher = SHA256Hasher()
    private var isAtEnd = false

    init(
        _ read: @escaping @Sendable (UnsafeMutableRawBufferPointer) throws -> Int, partSize: Int, client: HTTPClient
    ) {
        (self.read, self.partSize, self.client) = (read, partSize, client)
    }

    func next() async throws -> HTTPBody? {
        if isAtEnd { return nil }
        let part = try await client.run { [self] cancellation in
            let part = try PartBuffer(capacity: partSize)
            try part.fill { buffer in
                try cancellation.check()
                return try read(buffer)
            }
            part.withBytes(hasher.update)
            return part
        }
        isAtEnd = part.count < partSize
        return part.count == 0 ? nil : part.body
    }

    func sha256() -> SHA256Digest? { hasher.finish() }
}
