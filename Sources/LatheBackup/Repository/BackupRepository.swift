internal import Foundation
internal import LatheCrypto
public import LatheStorage

/// A folder, or a bucket, of backups: objects of any number of backups by their checksums, and a manifest for each.
///
/// Content that several backups share is there once. A manifest is written last and appears at once: what has none is no
/// backup, and goes with the next `prune`. In a folder everything is for its owner alone, and those who write are kept
/// apart from all others; in a bucket both are the operator's business.
public final class BackupRepository: Sendable {
    /// What is wanted of it.
    public enum Use: Sendable {
        /// It is made where it is not there.
        case write
        case read
    }

    let store: any ObjectStore
    private let lock: RepositoryLock?
    /// For what is on its way to it, or from it.
    let spool: Spool
    /// As messages call it.
    let subject: String

    /// - Parameters:
    ///   - spool: has room for two copies of the database.
    ///   - environment: of the process, for the credentials of S3.
    /// - Throws: `BackupError` with code `notFound` where there is none to be read, `busy` where another process is in
    ///   the way; `StorageError`.
    public init(_ place: StorageURL, for use: Use, spool: Spool, environment: [String: String]) throws {
        self.spool = spool
        switch place {
        case .directory(let path):
            if use == .read, access(path, F_OK) != 0 {
                throw BackupError(.notFound, "open", path, because: String(cString: strerror(errno)))
            }
            store = try DirectoryStore(path, isPrivate: true)
            lock = try RepositoryLock(path, isExclusive: use == .write)
            subject = path
        case .s3(let location):
            store = try place.open(environment: environment)
            lock = nil
            subject = "s3://\(location.bucket)/\(location.prefix)"
        }
    }

    // MARK: - Blobs

    func contains(_ blob: Blob) async throws -> Bool { try await store.head(blob.key)?.size == blob.bytes }

    /// Takes a file in.
    func add(file path: String) async throws -> Blob {
        let blob = try await onOwnThread { try Blob(ofFile: path) }
        if try await !contains(blob) {
            try await store.put(.file(path), at: blob.key, as: ObjectAttributes(sha256: blob.sha256))
        }
        return blob
    }

    /// Lets a file appear at a path.
    /// - Throws: `BackupError` with code `damaged` where it is not there, or not what it was.
    func fetch(_ blob: Blob, to path: String) async throws {
        let object = try await readable(subject(of: blob)) { try await store.get(blob.key, into: .file(path)) }
        guard object != nil else { throw damage(subject(of: blob), "it is not there") }
        guard try await onOwnThread({ try Blob(ofFile: path) }) == blob else {
            throw damage(subject(of: blob), "it is not what it was")
        }
    }

    func bytes(of blob: Blob) async throws -> [UInt8] {
        let bytes = try await readable(subject(of: blob)) { try await store.bytes(at: blob.key) }
        guard let bytes else { throw damage(subject(of: blob), "it is not there") }
        guard Blob(of: bytes) == blob else { throw damage(subject(of: blob), "it is not what it was") }
        return bytes
    }

    private func subject(of blob: Blob) -> String { "the object \(blob.sha256) of \(subject)" }

    private func damage(_ subject: String, _ cause: String) -> BackupError {
        BackupError(.damaged, "read", subject, because: cause)
    }

    /// What the store finds damaged, is.
    private func readable<Value>(_ subject: String, _ body: () async throws -> Value) async throws -> Value {
        do { return try await body() } catch let error as StorageError where error.code == .corrupt {
            throw damage(subject, error.cause)
        }
    }

    // MARK: - Manifests

    /// Makes a backup of what was put.
    func commit(_ manifest: BackupManifest) async throws -> StoredBackup {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        let document = Array(try encoder.encode(manifest))
        let name = BackupName(of: manifest, document: document, after: try await names())
        try await store.put(
            .bytes(document), at: name.key,
            as: ObjectAttributes(contentType: "application/json", sha256: Blob(of: document).sha256))
        return StoredBackup(name: name.text, manifest: manifest)
    }

    func names() async throws -> [BackupName] {
        var names: [BackupName] = []
        for try await object in store.objects(prefix: BackupName.root) {
            if let name = BackupName(object.key) { names.append(name) }
        }
        // Not every server lists in order.
        return names.sorted { $0.text < $1.text }
    }

    /// All backups, the oldest first.
    /// - Throws: `BackupError` with code `damaged` for the first whose manifest is.
    public func backups() async throws -> [StoredBackup] {
        var backups: [StoredBackup] = []
        for name in try await names() { backups.append(try await backup(name)) }
        return backups
    }

    /// The backup of a name, or the newest.
    /// - Throws: `BackupError` with code `notFound` or `damaged`.
    public func backup(named text: String? = nil) async throws -> StoredBackup {
        let names = try await names()
        guard let name = text.map({ text in names.last { $0.text == text } }) ?? names.last else {
            throw BackupError(
                .notFound, "find", text.map { "the backup \($0)" } ?? "a backup", because: "\(subject) has none",
                remedy: text == nil ? nil : "`lathe backup --list` says what there is.")
        }
        return try await backup(name)
    }

    private func backup(_ name: BackupName) async throws -> StoredBackup {
        let document = try await readable("the backup \(name.text)") { try await store.bytes(at: name.key) }
        guard let document, name.isRight(for: document),
            let manifest = try? JSONDecoder().decode(BackupManifest.self, from: Data(document))
        else { throw damage("the backup \(name.text)", "its manifest is damaged") }
        guard manifest.schema == BackupManifest.currentSchema else {
            throw BackupError(
                .newer, "read", "the backup \(name.text)", because: "it is of the schema \(manifest.schema)",
                remedy: "Use the Lathe that made it, or a newer one.")
        }
        return StoredBackup(name: name.text, manifest: manifest)
    }
}
