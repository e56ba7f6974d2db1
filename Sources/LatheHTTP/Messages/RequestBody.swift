/// A request's content: pieces in their order, none of them empty.
///
/// Only one reader reads it, once. While nobody reads, nothing is taken from the client beyond a small buffer.
/// Iterating throws `Problem` with status 413 when the route's limit is passed, `ClientGone` when the client leaves,
/// and `CancellationError` when the handler is cancelled.
public struct RequestBody: AsyncSequence, Sendable {
    /// Of how many bytes the client spoke beforehand; nil if it did not.
    public let declaredLength: Int?
    private let nextPiece: @Sendable () async throws -> [UInt8]?

    /// A body that is asked for piece by piece; nil is the end.
    init(declaredLength: Int?, next: @escaping @Sendable () async throws -> [UInt8]?) {
        self.declaredLength = declaredLength
        nextPiece = next
    }

    /// No content.
    public static let empty = RequestBody(declaredLength: 0) { nil }

    /// Content that lies in memory, for tests without a server.
    public static func bytes(_ bytes: [UInt8]) -> RequestBody {
        let pieces = OneByOne(bytes.isEmpty ? [] : [bytes])
        return RequestBody(declaredLength: bytes.count) { await pieces.next() }
    }

    /// All of it.
    ///
    /// - Throws: `Problem` with status 413 if it is longer than the limit.
    public func collect(upTo limit: Int) async throws -> [UInt8] {
        var all: [UInt8] = []
        for try await piece in self {
            guard all.count + piece.count <= limit else { throw Problem.contentTooLarge(limit: limit) }
            all += piece
        }
        return all
    }

    public struct Iterator: AsyncIteratorProtocol {
        fileprivate let nextPiece: @Sendable () async throws -> [UInt8]?

        public mutating func next() async throws -> [UInt8]? { try await nextPiece() }
    }

    public func makeAsyncIterator() -> Iterator { Iterator(nextPiece: nextPiece) }

    private actor OneByOne {
        private var pieces: [[UInt8]]

        init(_ pieces: [[UInt8]]) { self.pieces = pieces }

        func next() -> [UInt8]? { pieces.isEmpty ? nil : pieces.removeFirst() }
    }
}

/// The client left before its request was read or answered.
public struct ClientGone: Error, Sendable, Equatable {
    public init() {}
}
