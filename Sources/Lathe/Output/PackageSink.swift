public import LatheMedia

/// Where a package goes: a folder, memory, an object store.
///
/// Called from several encoding threads at once, and may block. Whatever it throws ends the transcode.
public protocol PackageSink: Sendable {
    /// Publishes a small object whole, so that a reader sees all of it or (before) none, replacing an older one of the
    /// same path. Playlists are replaced as they grow; segments are written once.
    func publish(_ bytes: [UInt8], at path: String) throws
    /// Begins an object that grows and is published by its `commit`.
    ///
    /// - Parameter headSize: how many bytes will probably come before those appended. A good guess may save a copy; a
    ///   wrong one changes nothing of what is published.
    func beginObject(at path: String, headSize: Int) throws -> any PackageObject
    /// Publishes `package.json`, the last object, and with it the package.
    func finish(packageDocument: [UInt8]) throws
    /// Takes back everything but what a `ResumableSink` keeps: the transcode failed or was cancelled. Never throws, may
    /// be called once at any time.
    func abandon()
}

/// An object under way in a `PackageSink`; used by one thread at a time, invisible until committed.
public protocol PackageObject: AnyObject {
    /// Adds to the end; the bytes are lent for the time of the call.
    func append(_ bytes: UnsafeRawBufferPointer) throws
    /// Publishes the object and says what it holds.
    ///
    /// - Parameter head: goes before everything that was appended: an index, or a count known only at the end.
    func commit(head: [UInt8]) throws -> ObjectDigest
}

/// Size and checksum of a published object.
public struct ObjectDigest: Sendable, Equatable {
    /// How many bytes it has.
    public var bytes: Int
    /// Of all its bytes.
    public var sha256: SHA256Digest

    /// Describes an object whose size and checksum are known.
    public init(bytes: Int, sha256: SHA256Digest) {
        self.bytes = bytes
        self.sha256 = sha256
    }

    /// Describes an object that lies in memory.
    public init(of object: [UInt8]) {
        self.init(bytes: object.count, sha256: object.withUnsafeBytes(SHA256Digest.init(of:)))
    }
}
