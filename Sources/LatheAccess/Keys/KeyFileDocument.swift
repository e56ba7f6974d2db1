internal import LatheCrypto

/// What `KeyFile` writes; it reads more strictly than `Decodable` does.
struct KeyFileDocument: Encodable {
    private let version = 1
    private let keys: [Key]

    init(_ set: KeySet) throws { keys = try set.keys.map(Key.init) }

    private struct Key: Encodable {
        let kid, algorithm: String
        var state = "active"
        var until, since: Int64?
        var secret, publicKey: String?

        init(_ key: AccessKey) throws {
            (kid, algorithm) = (key.kid, key.algorithm.rawValue)
            switch key.state {
            case .active: break
            case .verifying(let until): (state, self.until) = ("verifying", until?.seconds)
            case .retired(let since): (state, self.since) = ("retired", since.seconds)
            }
            switch key.material {
            case .shared(let key): secret = key.secret.withBytes { Base64URL.text($0) }
            case .published(let key): publicKey = try key.pem
            case .erased: break
            }
        }
    }
}
