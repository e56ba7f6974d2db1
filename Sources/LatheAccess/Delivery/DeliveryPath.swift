/// A requested path taken apart: `/s/{token}/{trackID}/{revision}/{file…}`.
struct DeliveryPath: Sendable, Equatable {
    static let start = "/s/"
    private static let sizeLimit = 2048

    let token: Substring
    let prefix: DeliveryPrefix
    /// Below the prefix; one name at least.
    let file: String

    /// Takes a path as it stands in the request line, without query. Percent escapes are decoded once, and what they
    /// stand for must be unreserved: no decoding by anyone behind us can find a `/`, `\`, `%`, NUL or dot segment.
    init(_ raw: String) throws(DeliveryRefusal) {
        guard raw.utf8.count <= Self.sizeLimit, raw.utf8.starts(with: Self.start.utf8) else { throw .path }
        // By bytes: to find characters takes longer than all the rest.
        let parts = raw.utf8.dropFirst(Self.start.utf8.count).split(
            separator: UInt8(ascii: "/"), maxSplits: 64, omittingEmptySubsequences: false)
        guard let token = parts.first, parts.count >= 4 else { throw .path }
        var names: [String] = []
        for part in parts.dropFirst() { names.append(try Self.decoded(part)) }
        guard let prefix = DeliveryPrefix(track: names[0], revision: names[1]) else { throw .path }
        (self.token, self.prefix) = (Substring(token), prefix)
        file = names[2...].joined(separator: "/")
    }

    private static func decoded(_ part: Substring.UTF8View) throws(DeliveryRefusal) -> String {
        var bytes: [UInt8] = []
        var rest = part
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(digit), let low = rest.popFirst().flatMap(digit) else {
                throw .path
            }
            bytes.append(high << 4 | low)
        }
        guard isName(bytes) else { throw .path }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        Character(Unicode.Scalar(byte)).hexDigitValue.map { UInt8($0) }
    }

    /// Unreserved characters, one at least, that are no dot segment.
    static func isName(_ bytes: some Collection<UInt8>) -> Bool {
        let dot = UInt8(ascii: ".")
        return !bytes.isEmpty && bytes.allSatisfy { isUnreserved[Int($0)] }
            && !(bytes.count <= 2 && bytes.allSatisfy { $0 == dot })
    }

    private static let isUnreserved = {
        var table = [Bool](repeating: false, count: 256)
        let characters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        for character in characters.utf8 { table[Int(character)] = true }
        return table
    }()
}
