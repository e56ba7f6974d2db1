/// How an object is cut.
struct PartLayout: Sendable, Equatable {
    let total: Int
    let partBytes: Int

    /// At least 1.
    var count: Int { (total + partBytes - 1) / partBytes }

    /// Nil where there is no such part.
    func bytes(of number: Int) -> Int? {
        guard (1...count).contains(number) else { return nil }
        return number < count ? partBytes : total - partBytes * (count - 1)
    }
}
