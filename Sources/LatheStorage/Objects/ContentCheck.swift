internal import LatheCrypto

/// Compares the bytes that pass with a checksum that is known: SHA-256, or MD5 where a store states nothing better.
final class ContentCheck {
    private enum Kind {
        case sha256(SHA256Hasher, SHA256Digest)
        case md5(MD5Hasher, [UInt8])
    }

    private let kind: Kind

    init(sha256: SHA256Digest) { kind = .sha256(SHA256Hasher(), sha256) }
    init(md5: [UInt8]) { kind = .md5(MD5Hasher(), md5) }

    func update(_ bytes: UnsafeRawBufferPointer) {
        switch kind {
        case .sha256(let hasher, _): hasher.update(bytes)
        case .md5(let hasher, _): hasher.update(bytes)
        }
    }

    /// What is wrong, if anything is; once, after the last byte.
    func difference() -> String? {
        switch kind {
        case .sha256(let hasher, let expected):
            let found = hasher.finish()
            return found == expected ? nil : "its SHA-256 is \(found) and was \(expected) when it was put"
        case .md5(let hasher, let expected):
            let (found, wanted) = (Hexadecimal.text(hasher.finish()), Hexadecimal.text(expected))
            return found == wanted ? nil : "its MD5 is \(found) and was \(wanted) when it was put"
        }
    }
}
