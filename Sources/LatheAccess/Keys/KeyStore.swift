internal import LatheCrypto

/// A key file and what may be done to it. Each call reads or writes a small local file, and changes wait for each
/// other: call it on a thread that may block.
public struct KeyStore: Sendable {
    /// Where the file is. Beside it appear `….lock`, and `….new` while it changes.
    public let path: String

    /// Names a key file, which need not be there yet.
    public init(path: String) { self.path = path }

    private var file: PrivateFile { PrivateFile(path: path) }

    /// Makes the file, with one new key, if there is none. Of several who try at once, one makes it.
    /// - Returns: whether it was made.
    /// - Throws: `AccessError` with code `inputOutput`.
    public func createIfAbsent() throws(AccessError) -> Bool {
        let file = file
        // No lock for a file that is there: its folder may be read-only.
        guard file.fingerprint == nil else { return false }
        return try file.locked { () throws(AccessError) in
            guard file.fingerprint == nil else { return false }
            try write(.new())
            return true
        }
    }

    /// Makes a new active key; the former one verifies for some time more. Of two rotations at once, one comes after
    /// the other.
    /// - Parameter grace: seconds for which the former key verifies: the longest life of what it signed, which is 6
    ///   hours for delivery tokens. With 0 it is retired at once, as a stolen one must be.
    /// - Returns: the kid of the new key.
    /// - Throws: `AccessError`; the file is as before then.
    @discardableResult
    public func rotate(grace: Int64, at now: UnixTime) throws(AccessError) -> String {
        let file = file
        return try file.locked { () throws(AccessError) in
            let set = try read().set.rotated(grace: grace, at: now)
            try write(set)
            return set.active.kid
        }
    }

    /// The keys of the file, those that verify and those that only remain as names, the active one first.
    /// - Throws: `AccessError`.
    public func keys() throws(AccessError) -> [AccessKey] { try read().set.keys }

    func read() throws(AccessError) -> (set: KeySet, fingerprint: PrivateFile.Fingerprint) {
        let (bytes, fingerprint) = try file.read()
        do { return (try KeyFile.read(bytes), fingerprint) } catch { throw file.invalid(error.cause) }
    }

    var fingerprint: PrivateFile.Fingerprint? { file.fingerprint }

    private func write(_ set: KeySet) throws(AccessError) {
        do { try file.replace(with: KeyFile.text(set)) } catch {
            throw error as? AccessError
                ?? AccessError(.inputOutput, "write", path, because: String(describing: error))
        }
    }
}
