/// The addresses that begin with the same bits (RFC 4632 §3.1, RFC 4291 §2.3).
struct AddressBlock: Sendable, Hashable {
    private let start: IPAddress
    private let bits: Int

    /// Reads `10.0.0.0/8`, `fd00::/8`, or one address. Nil for anything else, such as bits behind the prefix: they are a
    /// typing error in one of the two.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let start = IPAddress(String(parts[0])) else { return nil }
        let width = if case .v4 = start { 32 } else { 128 }
        guard let bits = parts.count == 1 ? width : Int(parts[1]), 0...width ~= bits else { return nil }
        (self.start, self.bits) = (start, bits)
        guard start.masked(to: bits) == start else { return nil }
    }

    func contains(_ address: IPAddress) -> Bool {
        switch (start, address) {
        case (.v4, .v4), (.v6, .v6): address.masked(to: bits) == start
        case (.v4, .v6), (.v6, .v4): false
        }
    }
}

extension IPAddress {
    /// Without the bits behind the first ones.
    fileprivate func masked(to bits: Int) -> IPAddress {
        // Shifts by the whole width or more give 0, as wanted.
        switch self {
        case .v4(let address): .v4(address & ~(UInt32.max >> bits))
        case .v6(let high, let low): .v6(high: high & ~(.max >> bits), low: low & ~(.max >> max(0, bits - 64)))
        }
    }
}
