internal import Foundation

/// How much is tried: a little in every run of the tests, a lot in `make chaos`.
enum Chaos {
    static let isUnleashed = ProcessInfo.processInfo.environment["LATHE_CHAOS"] != nil

    static func count(_ few: Int, unleashed many: Int) -> Int { isUnleashed ? many : few }
}

/// Times that were measured, in milliseconds.
struct Figures: CustomStringConvertible {
    let name: String
    private(set) var values: [Int64] = []

    init(_ name: String) { self.name = name }

    mutating func add(_ value: Int64) { values.append(value) }

    var most: Int64 { values.max() ?? 0 }

    var description: String {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return "\(name): nothing measured" }
        return "\(name): n \(sorted.count), least \(least) ms, p50 \(sorted[sorted.count / 2]) ms, p100 \(most) ms"
    }
}
