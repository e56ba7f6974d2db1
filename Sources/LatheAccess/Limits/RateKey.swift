/// Who is counted.
public struct RateKey: Sendable, Hashable {
    enum Name: Sendable, Hashable {
        case subject(String)
        case address(IPAddress)
    }

    let name: Name

    /// A caller by its id.
    public static func subject(_ subject: String) -> RateKey { RateKey(name: .subject(subject)) }

    /// An address. Of IPv6 the first 64 bits count, as a household has all the others; an IPv4 address counts as the
    /// same in both spellings.
    public static func address(_ address: IPAddress) -> RateKey {
        guard case .v6(let high, _) = address.unmapped else { return RateKey(name: .address(address.unmapped)) }
        return RateKey(name: .address(.v6(high: high, low: 0)))
    }
}
