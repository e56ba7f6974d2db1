internal import LatheCrypto
internal import LatheStorage

/// Copies one object from a store to another, which compares it with its checksum before it appears.
struct ObjectCopy: Sendable {
    let source: any ObjectStore
    let target: any ObjectStore

    /// - Returns: false where there is nothing to copy.
    /// - Throws: `StorageError`; `corrupt` where the bytes are others than `attributes.sha256` says.
    func run(_ key: ObjectKey, to targetKey: ObjectKey, as attributes: ObjectAttributes) async throws -> Bool {
        let conduit = Conduit()
        async let isThere = read(key, into: conduit)
        do {
            try await target.put(.stream { try conduit.read(into: $0) }, at: targetKey, as: attributes)
        } catch {
            conduit.fail(error)
            // The reader's error comes out of the writer's call as well: whichever was first is the cause.
            guard try await isThere else { return false }
            throw error
        }
        return try await isThere
    }

    private func read(_ key: ObjectKey, into conduit: Conduit) async throws -> Bool {
        do {
            guard try await source.get(key, into: .consumer { try conduit.write($0) }) != nil else {
                conduit.fail(Absence())
                return false
            }
            conduit.finish()
            return true
        } catch {
            conduit.fail(error)
            throw error
        }
    }

    private struct Absence: Error {}
}

extension ObjectStore {
    /// Reads an object to its end; nil where there is none.
    func blob(at key: ObjectKey) async throws -> Blob? {
        let meter = Meter()
        guard try await get(key, into: .consumer { meter.add($0) }) != nil else { return nil }
        return meter.blob
    }
}

/// Counts and sums up bytes.
// @unchecked: a store calls with one piece after the other, and `blob` is asked for when it has ended.
private final class Meter: @unchecked Sendable {
    private let hasher = SHA256Hasher()
    private var bytes = 0

    func add(_ piece: UnsafeRawBufferPointer) {
        hasher.update(piece)
        bytes += piece.count
    }

    var blob: Blob { Blob(sha256: hasher.finish(), bytes: bytes) }
}
