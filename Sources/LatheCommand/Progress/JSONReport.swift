import Lathe

/// For programs: one JSON document a line on standard output, each with its `event`.
struct JSONReport: TranscodeReport {
    let console: Console

    func progress(_ progress: TranscodeProgress) { try? console.write(jsonLine(ProgressEvent(progress))) }
    func pause() {}
    func close() {}
    func finished(_ result: TranscodeResult) throws { try console.write(jsonLine(FinishedEvent(result))) }

    func failed(_ message: String, status: ExitStatus) {
        try? console.write(jsonLine(FailedEvent(status: status.code, message: message)))
    }
}

/// `{"event":"progress",…}`, at most ten a second.
struct ProgressEvent: Codable, Equatable {
    struct Rendition: Codable, Equatable {
        let id: String
        /// `waiting`, `encoding`, `finished`.
        let state: String
        let fraction: Double?
        let segments: Int
    }

    var event = "progress"
    /// 0 to 1.
    let fraction: Double?
    /// Times real time.
    let speed: Double
    /// Seconds.
    let elapsed: Double
    /// Seconds.
    let remaining: Double?
    let renditions: [Rendition]

    init(_ progress: TranscodeProgress) {
        fraction = progress.fraction.map { rounded($0, 4) }
        speed = rounded(progress.speed, 2)
        elapsed = rounded(progress.elapsed.seconds, 3)
        remaining = progress.remaining.map { rounded($0.seconds, 3) }
        renditions = progress.renditions.map {
            Rendition(
                id: $0.id, state: $0.state.rawValue, fraction: $0.fraction.map { rounded($0, 4) },
                segments: $0.segmentCount)
        }
    }
}

/// `{"event":"finished",…}`: the last line of a transcode that succeeded; the rest is in `package.json`.
struct FinishedEvent: Codable, Equatable {
    struct Rendition: Codable, Equatable {
        let id: String
        let averageBitsPerSecond: Int
        let peakBitsPerSecond: Int
        /// Init segment and segments together.
        let bytes: Int
        let segments: Int
    }

    var event = "finished"
    /// The package's folder.
    let output: String
    /// Seconds of music.
    let duration: Double
    /// Seconds it took.
    let elapsed: Double
    /// Times real time.
    let speed: Double
    let loudness: Package.Loudness
    let notes: [String]
    let manifests: [Package.Manifest]
    let renditions: [Rendition]

    init(_ result: TranscodeResult) {
        let package = result.package
        output = result.output
        duration = rounded(result.duration, 6)
        elapsed = rounded(result.elapsed.seconds, 3)
        speed = rounded(result.speed, 2)
        loudness = package.loudness
        notes = package.notes
        manifests = package.manifests
        renditions = package.renditions.map {
            Rendition(
                id: $0.id, averageBitsPerSecond: $0.averageBitsPerSecond, peakBitsPerSecond: $0.peakBitsPerSecond,
                bytes: package.streamedBytes(of: $0), segments: $0.segments.count)
        }
    }
}

/// `{"event":"failed",…}`: the last line of a transcode that did not.
struct FailedEvent: Codable, Equatable {
    var event = "failed"
    /// The exit status.
    let status: Int32
    let message: String
}
