/// A streamed answer between the handler, who pushes, and the client, who pulls: a state machine without locks.
struct StreamBuffer {
    typealias Writer = CheckedContinuation<Void, any Error>

    /// So much waits for the client before the writer is held up.
    static let capacity = 64 << 10

    enum Ending { case complete, failed }

    enum Pull: Equatable {
        case bytes(Int)
        /// Nothing yet.
        case wait
        case end
        case failed
    }

    private var pieces: ArraySlice<[UInt8]> = []
    /// Of the first piece.
    private var offset = 0
    private var buffered = 0
    private var ending: Ending?
    private var writer: Writer?
    private(set) var sent = 0

    /// Has something to say to the client, be it the end.
    var isReady: Bool { buffered > 0 || ending != nil }

    /// Takes a piece; the writer waits if the buffer is full then.
    mutating func push(_ bytes: [UInt8], _ writer: Writer) -> Delivery? {
        guard ending == nil else { return Delivery(writer, .failure(ClientGone())) }
        guard self.writer == nil else {
            return Delivery(writer, .failure(Problem(500, detail: "The answer has two writers.")))
        }
        pieces.append(bytes)
        buffered += bytes.count
        guard buffered >= Self.capacity else { return Delivery(writer, .success(())) }
        self.writer = writer
        return nil
    }

    mutating func finish(_ ending: Ending) -> Delivery? {
        guard self.ending == nil else { return nil }
        self.ending = ending
        if ending == .failed { (pieces, buffered) = ([], 0) }
        return takeWriter().map { Delivery($0, ending == .failed ? .failure(ClientGone()) : .success(())) }
    }

    mutating func cancelWriter() -> Delivery? { takeWriter().map { Delivery($0, .failure(CancellationError())) } }

    /// Moves as much as there is, and as there is room.
    mutating func pull(into buffer: UnsafeMutableRawBufferPointer) -> (Pull, Delivery?) {
        guard ending != .failed else { return (.failed, nil) }
        guard buffered > 0 else { return (ending == .complete ? .end : .wait, nil) }
        var count = 0
        while count < buffer.count, let piece = pieces.first {
            let part = piece[offset..<min(piece.count, offset + buffer.count - count)]
            UnsafeMutableRawBufferPointer(rebasing: buffer[count...]).copyBytes(from: part)
            count += part.count
            offset = part.endIndex
            if offset == piece.count { (pieces, offset) = (pieces.dropFirst(), 0) }
        }
        buffered -= count
        sent += count
        let delivery = buffered < Self.capacity ? takeWriter().map { Delivery($0, .success(())) } : nil
        return (.bytes(count), delivery)
    }

    private mutating func takeWriter() -> Writer? {
        defer { writer = nil }
        return writer
    }

    /// What is to be done once the lock is released.
    struct Delivery {
        private let writer: Writer
        private let result: Result<Void, any Error>

        init(_ writer: Writer, _ result: Result<Void, any Error>) {
            self.writer = writer
            self.result = result
        }

        func deliver() { writer.resume(with: result) }
    }
}
