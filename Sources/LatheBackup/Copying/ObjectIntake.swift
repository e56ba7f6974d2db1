internal import LatheCatalog
internal import LatheStorage

/// Takes what the catalogue names out of the store and into a repository, unless that has it.
struct ObjectIntake: Sendable {
    let store: any ObjectStore
    let repository: BackupRepository
    let hasPackages: Bool

    /// - Returns: the objects of a thing; those of a package in the order of its description, which comes first.
    func take(_ named: NamedThing) async throws -> [TakenObject] {
        switch named.thing {
        case .upload(let key): return [try await take(ObjectKey(key), expecting: nil)]
        case .delivery(let key):
            // It may be there even so: another job of the same master counts on it, say.
            if !named.isOwed, try await store.head(ObjectKey(key)) == nil { return [] }
            return [try await take(ObjectKey(key), expecting: nil)]
        case .package(let prefix, let sha256):
            return hasPackages ? try await takePackage(prefix, sha256) : []
        }
    }

    private func takePackage(_ prefix: String, _ sha256: String) async throws -> [TakenObject] {
        switch try await store.readPackage(prefix, sha256) {
        case .flaw(let finding): return [TakenObject(finding: finding)]
        case .contents(let contents):
            let document = try await take(PackageContents.documentKey(prefix), expecting: nil)
            return [document]
                + (try await concurrently(contents.files) { try await take($0.key, expecting: $0.blob) })
        }
    }

    private func take(_ key: ObjectKey, expecting expected: Blob?) async throws -> TakenObject {
        guard let object = try await store.head(key) else { return lack(of: key, .missing, "it is not there") }
        if let expected, object.size != expected.bytes || object.sha256.map({ $0 != expected.sha256 }) == true {
            return lack(of: key, .damaged, "it is not what its package says")
        }
        do {
            // What the store does not know has to be read once more.
            let known = expected ?? object.sha256.map { Blob(sha256: $0, bytes: object.size) }
            guard let blob = if let known { known } else { try await store.blob(at: key) } else {
                return lack(of: key, .missing, "it is not there")
            }
            let taken = IndexedObject(
                key: key.text, sha256: blob.sha256, bytes: blob.bytes, contentType: object.contentType,
                cacheControl: object.cacheControl)
            if try await repository.contains(blob) { return TakenObject(object: taken) }
            let copy = ObjectCopy(source: store, target: repository.store)
            guard try await copy.run(key, to: blob.key, as: ObjectAttributes(sha256: blob.sha256)) else {
                return lack(of: key, .missing, "it is not there")
            }
            return TakenObject(object: taken, isNew: true)
        } catch let error as StorageError where error.code == .corrupt {
            return lack(of: key, .damaged, error.cause)
        }
    }

    private func lack(
        of key: ObjectKey, _ code: VerificationReport.Finding.Code, _ message: String
    ) -> TakenObject {
        TakenObject(finding: .init(code: code, subject: key.text, message: message))
    }
}
