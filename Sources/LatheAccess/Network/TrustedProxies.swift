/// The proxies that are believed who they ask for.
///
/// Anybody can send an `X-Forwarded-For` field, so it counts only where one of these sent it, and of its addresses only
/// the last one that none of these has: what stands before was said by that client.
public struct TrustedProxies: Sendable, Equatable, CustomStringConvertible {
    private let blocks: [AddressBlock]
    /// As they were written.
    public let description: String

    /// Reads addresses and blocks of them, with commas between: `127.0.0.1, 10.1.0.0/16, fd00::/8`. Nil where one is
    /// none, or there is none.
    public init?(_ text: String) {
        var blocks: [AddressBlock] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let block = AddressBlock(part.trimmingSpaces) else { return nil }
            blocks.append(block)
        }
        guard !blocks.isEmpty else { return nil }
        (self.blocks, description) = (blocks, text)
    }

    /// Who sent a request.
    /// - Parameters:
    ///   - peer: the numeric address that the connection is from.
    ///   - forwardedFor: the values of the `X-Forwarded-For` fields, in their order.
    /// - Returns: a numeric address; the peer's where it is no proxy of these, or names nobody.
    public func client(behind peer: String, forwardedFor: [String]) -> String {
        var client = peer
        var rest = forwardedFor.joined(separator: ",")[...]
        while trusts(client), !rest.isEmpty {
            let comma = rest.lastIndex(of: ",")
            let last = rest[(comma.map(rest.index(after:)) ?? rest.startIndex)...].trimmingSpaces
            guard IPAddress(String(last)) != nil else { break }
            client = String(last)
            rest = comma.map { rest[..<$0] } ?? ""
        }
        return client
    }

    private func trusts(_ text: String) -> Bool {
        guard let address = IPAddress(text)?.unmapped else { return false }
        return blocks.contains { $0.contains(address) }
    }
}

extension Substring {
    fileprivate var trimmingSpaces: Substring {
        let isText = { (character: Character) in character != " " && character != "\t" }
        guard let first = firstIndex(where: isText), let last = lastIndex(where: isText) else { return "" }
        return self[first...last]
    }
}
