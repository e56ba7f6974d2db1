import LatheAccess
import LatheJobs

/// What an attempt left in its notes, read leniently: another version may have written them.
struct AttemptFacts: Sendable, Equatable {
    struct Stage: Sendable, Equatable {
        let name: String
        let seconds: Double
    }

    /// The longest first.
    let stages: [Stage]
    /// Seconds.
    let cpuTime: Double?
    /// Bytes.
    let peakMemory: Int?
    /// Bytes.
    let bytesIn: Int?
    /// Bytes.
    let bytesOut: Int?
    /// Seconds of music.
    let duration: Double?
    /// `FLAC, 44100 Hz, 2 channels, 16 bits`.
    let master: String?

    init(_ notes: AttemptNotes) {
        let resources = notes.resources.map(JSONValue.init(text:))
        let bytes = { (key: String) in resources?[key]?.number.flatMap { Int(exactly: $0.rounded()) } }
        cpuTime = resources?["cpuTime"]?.number
        peakMemory = bytes("peakMemory")
        bytesIn = bytes("bytesIn")
        bytesOut = bytes("bytesOut")
        duration = resources?["duration"]?.number
        master = resources?["master"]?.string
        let members = notes.stages.map(JSONValue.init(text:))?.object ?? [:]
        stages = members.compactMap { name, value in
            value.number.map { Stage(name: name, seconds: $0 / 1000) }
        }
        .sorted { ($1.seconds, $0.name) < ($0.seconds, $1.name) }
    }
}
