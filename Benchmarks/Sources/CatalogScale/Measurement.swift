import Foundation

/// How long something takes, asked for one after another.
enum Measurement {
    static func run(_ name: String, times: Int, _ body: (inout Random) async throws -> Int) async throws {
        var random = Random(seed: 42)
        var durations: [Duration] = []
        var results = 0
        let clock = ContinuousClock()
        for _ in 0..<times {
            let start = clock.now
            results += try await body(&random)
            durations.append(clock.now - start)
        }
        durations.sort()
        let parts = [0.5, 0.95, 0.99].map { milliseconds(durations[Int(Double(times - 1) * $0)]) }
        let worst = milliseconds(durations[times - 1])
        let mean = Double(results * 10 / times) / 10
        say("| \(name) | \(times) | \(parts.joined(separator: " | ")) | \(worst) | \(mean) |")
    }

    /// With two digits after the point.
    private static func milliseconds(_ duration: Duration) -> String {
        let (seconds, attoseconds) = duration.components
        let hundredths = seconds * 100_000 + attoseconds / 10_000_000_000_000
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }

    /// At once, also to a pipe.
    static func say(_ line: String) { FileHandle.standardOutput.write(Data("\(line)\n".utf8)) }
}
