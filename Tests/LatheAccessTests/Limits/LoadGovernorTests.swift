import LatheAccess
import Testing

/// Waits are told four times a second.
struct LoadGovernorTests {
    private func factor(after waits: [Double]) -> Double {
        var governor = LoadGovernor()
        for wait in waits { governor.observe(.seconds(wait)) }
        return governor.factor
    }

    @Test("Without waits nothing is limited; one slow moment does little")
    func calm() {
        #expect(factor(after: Array(repeating: 0.02, count: 100)) == 1)
        #expect(factor(after: [5]) >= 0.7)
        #expect(factor(after: [5] + Array(repeating: 0, count: 20)) == 1)
    }

    @Test("Lasting waits take everything but the least within three seconds")
    func overload() {
        #expect(factor(after: Array(repeating: 1, count: 12)) == 0.05)
        #expect(factor(after: Array(repeating: 3600, count: 100)) == 0.05)
    }

    @Test("Between calm and busy the factor stays where it is", arguments: [0.15, 0.25])
    func hysteresis(wait: Double) {
        #expect(factor(after: Array(repeating: wait, count: 100)) == 1)
        let overloaded = Array(repeating: 0.5, count: 6)
        // Until the smoothed wait has come down.
        let settled = factor(after: overloaded + Array(repeating: wait, count: 10))
        #expect(settled < 0.5)
        #expect(factor(after: overloaded + Array(repeating: wait, count: 100)) == settled)
    }

    @Test("It comes back slowly: a burst that returns finds the limits still low")
    func recovery() {
        let overloaded = Array(repeating: 1.0, count: 12)
        let early = factor(after: overloaded + Array(repeating: 0, count: 8))
        #expect(early > 0.05 && early < 0.5)
        #expect(factor(after: overloaded + Array(repeating: 0, count: 40)) == 1)
    }

    @Test("A wait below zero, of a clock that was put, counts as none")
    func nonsense() { #expect(factor(after: [-5, -5]) == 1) }
}
