/// Who waits for a connection and how many threads serve them: the decisions of `CallQueue`, without threads or clocks.
struct CallLine<Element> {
    enum Admission: Equatable {
        /// One of the idle threads is to be woken.
        case wakeThread
        case startThread
        /// All threads are busy: it waits until one is free or it gives up.
        case wait
        case refuse(Refusal)
    }

    enum Refusal: Equatable { case full, closed }

    typealias Ticket = UInt64
    typealias Instant = ContinuousClock.Instant

    private let threadLimit: Int
    private let lengthLimit: Int
    /// Tickets rise, so the oldest is the first that is still there.
    private var waiting: [Ticket: (element: Element, deadline: Instant)] = [:]
    private var oldest: Ticket = 0
    private var upcoming: Ticket = 0
    private var idleThreads = 0
    private(set) var threads = 0
    private(set) var isClosed = false

    init(threadLimit: Int, lengthLimit: Int) {
        self.threadLimit = max(1, threadLimit)
        self.lengthLimit = max(1, lengthLimit)
    }

    var count: Int { waiting.count }

    /// Of those that wait: the first by which one gives up.
    var firstDeadline: Instant? { waiting.values.lazy.map(\.deadline).min() }

    /// The ticket is that of an admitted element; it serves to leave again.
    mutating func join(_ element: Element, until deadline: Instant) -> (admission: Admission, ticket: Ticket) {
        let ticket = upcoming
        guard !isClosed else { return (.refuse(.closed), ticket) }
        guard waiting.count < lengthLimit else { return (.refuse(.full), ticket) }
        upcoming += 1
        waiting[ticket] = (element, deadline)
        if waiting.count <= idleThreads { return (.wakeThread, ticket) }
        guard threads < threadLimit else { return (.wait, ticket) }
        threads += 1
        return (.startThread, ticket)
    }

    /// The longest waiting ones, for a thread to serve together; none when it has to idle, or to end if closed.
    mutating func next(upTo limit: Int) -> [Element] {
        var elements: [Element] = []
        while elements.count < limit, oldest < upcoming {
            if let entry = waiting.removeValue(forKey: oldest) { elements.append(entry.element) }
            oldest += 1
        }
        return elements
    }

    /// The element, if it was still waiting.
    mutating func leave(_ ticket: Ticket) -> Element? { waiting.removeValue(forKey: ticket)?.element }

    /// Removes and returns those whose time is over, and says when to come back for the others.
    mutating func expire(at now: Instant) -> (expired: [Element], next: Instant?) {
        let tickets = waiting.filter { $0.value.deadline <= now }.keys.sorted()
        return (tickets.compactMap { leave($0) }, firstDeadline)
    }

    mutating func threadIdles() { idleThreads += 1 }
    mutating func threadWakes() { idleThreads -= 1 }
    mutating func threadEnds() { threads -= 1 }

    /// Admits nobody any more; returns those who waited.
    mutating func close() -> [Element] {
        isClosed = true
        return next(upTo: .max)
    }
}
