public import LatheCrypto
internal import LatheStorage

/// Some content, by what it is and not by what it is called.
public struct Blob: Sendable, Hashable, Codable {
    /// Of all its bytes.
    public let sha256: SHA256Digest
    /// How many there are.
    public let bytes: Int

    /// Where it lies in a repository: in 256 folders, for file systems that do not like large ones.
    var key: ObjectKey {
        get throws { try ObjectKey("\(Self.root)\(sha256.hexadecimal.prefix(2))/\(sha256.hexadecimal)") }
    }

    static let root = "objects/"

    /// The checksum that a key below `root` says; nil for what was not put there by Lathe.
    static func digest(in key: ObjectKey) -> SHA256Digest? {
        key.text.split(separator: "/").last.flatMap { SHA256Digest(hexadecimal: String($0)) }
    }
}
