internal import Foundation
internal import LatheCrypto
internal import LatheStorage

/// The name of a manifest: names sort by time, and each says what its manifest must be.
struct BackupName: Sendable, Equatable {
    static let root = "backups/"
    private static let suffix = ".json"

    let text: String

    /// - Parameter others: those that there are. A name is later than all of them, whatever the clock says: what is the
    ///   newest must not depend on a clock that was ahead once.
    init(of manifest: BackupManifest, document: [UInt8], after others: [BackupName]) {
        let moment = others.compactMap(\.moment).reduce(manifest.createdAt) { max($0, $1 + 1) }
        text = Self.text(of: moment) + "-" + Self.checksum(of: document)
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
    private static func text(of milliseconds: Int64) -> String {
        var seconds = time_t(milliseconds / 1000)
        var fields = tm()
        gmtime_r(&seconds, &fields)
        return String(
            format: "%04d%02d%02dT%02d%02d%02d%03dZ", Int(fields.tm_year) + 1900, Int(fields.tm_mon) + 1,
            fields.tm_mday, fields.tm_hour, fields.tm_min, fields.tm_sec, Int(milliseconds % 1000))
    }

    /// Milliseconds since 1970; nil for a name that begins with no moment.
    private var moment: Int64? {
        let pattern = /([0-9]{4})([0-9]{2})([0-9]{2})T([0-9]{2})([0-9]{2})([0-9]{2})([0-9]{3})Z-.*/
        guard let match = text.wholeMatch(of: pattern)?.output,
            let year = Int32(match.1), let month = Int32(match.2), let day = Int32(match.3),
            let hour = Int32(match.4), let minute = Int32(match.5), let second = Int32(match.6),
            let millisecond = Int64(match.7)
        else { return nil }
        var fields = tm()
        (fields.tm_year, fields.tm_mon, fields.tm_mday) = (year - 1900, month - 1, day)
        (fields.tm_hour, fields.tm_min, fields.tm_sec) = (hour, minute, second)
        return Int64(timegm(&fields)) * 1000 + millisecond
    }
}
