internal import Foundation
internal import LatheCrypto
internal import LatheStorage

/// The name of a manifest: names sort by time, and each says what its manifest must be.
struct BackupName: Sendable, Equatable {
    static let root = "backups/"
    private static let suffix = ".json"

    let text: String

    init(of manifest: BackupManifest, document: [UInt8]) {
        text = Self.moment(manifest.createdAt) + "-" + Self.checksum(of: document)
    }

    /// Nil for a key that is no manifest's.
    init?(_ key: ObjectKey) {
        guard key.text.hasPrefix(Self.root), key.text.hasSuffix(Self.suffix) else { return nil }
        let name = key.text.dropFirst(Self.root.count).dropLast(Self.suffix.count)
        guard name.contains("-"), !name.contains("/") else { return nil }
        text = String(name)
    }

    var key: ObjectKey {
        get throws { try ObjectKey(Self.root + text + Self.suffix) }
    }

    func isRight(for document: [UInt8]) -> Bool { text.hasSuffix("-" + Self.checksum(of: document)) }

    /// 64 bits tell a damaged one from a whole one.
    private static func checksum(of document: [UInt8]) -> String {
        String(document.withUnsafeBytes { SHA256Digest(of: $0) }.hexadecimal.prefix(16))
    }

    /// `20261126T024500123Z`
    private static func moment(_ milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1000)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        return String(
            format: "%04d%02d%02dT%02d%02d%02d%03dZ", Int(fields.tm_year) + 1900, Int(fields.tm_mon) + 1,
            fields.tm_mday, fields.tm_hour, fields.tm_min, fields.tm_sec, Int(milliseconds % 1000))
    }
}
