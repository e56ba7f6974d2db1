/// Where the bytes of a put come from.
public enum ObjectSource: Sendable {
    case bytes([UInt8])
    /// A regular file at a path; one that changes during the put makes it fail.
    case file(String)
    /// Bytes that a reader gives, once and in order: it fills the buffer as far as it can and returns how much that is,
    /// 0 at the end. It is called on a thread of the store, never from two at a time, and may block there.
    case stream(@Sendable (UnsafeMutableRawBufferPointer) throws -> Int)
}

/// Where the bytes of a get go to.
public enum ObjectDestination: Sendable {
    /// A file at a path, which appears whole or not at all and replaces another.
    case file(String)
    /// A consumer, called with one piece after the other on a thread of the store. Blocking there slows the transfer
    /// down; throwing ends it. The pieces of an object that turns out corrupt at its end have been consumed by then.
    case consumer(@Sendable (UnsafeRawBufferPointer) throws -> Void)
}
