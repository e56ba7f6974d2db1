internal import Foundation

extension BackupRepository {
    /// Goes through the objects of a backup, some at a time.
    func forEachObject(
        of manifest: BackupManifest, _ body: ([IndexedObject]) async throws -> Void
    ) async throws {
        try await withLines(of: manifest.objects) { (reader: LineReader<IndexedObject>) in
            while case let objects = try await reader.next(upTo: 256), !objects.isEmpty { try await body(objects) }
        }
    }

    /// Lends a reader of a blob's lines, by way of a file that is gone afterwards.
    func withLines<Value: Decodable & Sendable, Result>(
        of blob: Blob, _ body: (LineReader<Value>) async throws -> Result
    ) async throws -> Result {
        let path = spool.newFile()
        defer { unlink(path) }
        try await fetch(blob, to: path)
        return try await body(LineReader(path))
    }
}
