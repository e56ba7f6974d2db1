/// A request's content between the client, who pushes, and the handler, who pulls: a state machine without locks.
struct BodyBuffer {
    typealias Reader = CheckedContinuation<[UInt8]?, any Error>

    /// So much waits for the handler before the client is held up.
    static let capacity = 64 << 10

    enum Ending {
        case complete
        case failed(any Error)
    }

    private let limit: Int
    private var pieces: [[UInt8]] = []
    private var buffered = 0
    private var received = 0
    private var ending: Ending?
    private var reader: Reader?

    /// Has the handler asked for content?
    private(set) var isWanted = false

    init(limit: Int) { self.limit = limit }

    var isFull: Bool { buffered >= Self.capacity }
    var isOver: Bool { received > limit }

    /// Takes a piece; the reader that waited for it, if there is one, is to be resumed.
    mutating func push(_ bytes: UnsafeRawBufferPointer) -> Delivery? {
        received += bytes.count
        guard ending == nil else { return nil }
        guard !isOver else { return finish(.failed(Problem.contentTooLarge(limit: limit))) }
        let piece = Array(bytes)
        if let reader = takeReader() { return Delivery(reader, .success(piece)) }
        pieces.append(piece)
        buffered += piece.count
        return nil
    }

    /// Counts what is thrown away.
    ///
    /// - Returns: whether it is still no more than the limit, or than the allowance where that is larger.
    mutating func discard(_ count: Int, allowing allowance: Int) -> Bool {
        received += count
        return received <= max(limit, allowance)
    }

    mutating func finish(_ ending: Ending) -> Delivery? {
        guard self.ending == nil else { return nil }
        self.ending = ending
        if case .failed = ending { (pieces, buffered) = ([], 0) }
        return takeReader().map { Delivery($0, outcome) }
    }

    /// Serves a reader at once, or lets it wait.
    mutating func pull(_ reader: Reader) -> Delivery? {
        isWanted = true
        if !pieces.isEmpty {
            let piece = pieces.removeFirst()
            buffered -= piece.count
            return Delivery(reader, .success(piece))
        }
        guard ending == nil else { return Delivery(reader, outcome) }
        guard self.reader == nil else {
            return Delivery(reader, .failure(Problem(500, detail: "The content has two readers.")))
        }
        self.reader = reader
        return nil
    }

    /// The reader waits no more.
    mutating func cancelReader() -> Delivery? { takeReader().map { Delivery($0, .failure(CancellationError())) } }

    private var outcome: Result<[UInt8]?, any Error> {
        if case .failed(let error) = ending { .failure(error) } else { .success(nil) }
    }

    private mutating func takeReader() -> Reader? {
        defer { reader = nil }
        return reader
    }

    /// What is to be done once the lock is released.
    struct Delivery {
        private let reader: Reader
        private let result: Result<[UInt8]?, any Error>

        init(_ reader: Reader, _ result: Result<[UInt8]?, any Error>) {
            self.reader = reader
            self.result = result
        }

        func deliver() { reader.resume(with: result) }
    }
}
