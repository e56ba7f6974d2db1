/// What an MPD says.
struct DASHManifest {
    /// An AdaptationSet.
    struct Set {
        let place: Finding.Place
        /// @segmentAlignment or @subsegmentAlignment.
        var isAligned = false
        var claims: [TrackClaim] = []
    }

    let path: String
    var line = 1
    var profiles: [String] = []
    var isStatic = true
    /// @mediaPresentationDuration in seconds.
    var duration: Double?
    /// How far the durations of the MPD may be off by the digits that they are written with, in seconds.
    var durationRounding = 0.000_001
    /// @maxSegmentDuration in seconds.
    var longestSegment: Double?
    /// @minBufferTime in seconds.
    var bufferTime: Double?
    var sets: [Set] = []
    /// Segments that may still be named.
    var segmentBudget = Limits.segmentsOfManifest
    /// SegmentBase of a Representation, by its id: what the index in the file must be compared with.
    var indices: [String: Index] = [:]

    /// Where a file's own index lies.
    struct Index {
        let path: String
        let range: Range<Int>
        let place: Finding.Place
    }
}

/// What relative references of a Representation start from.
struct DASHBase {
    /// A file in the folder that references start from, or the file itself.
    private(set) var file: String
    /// A BaseURL leads out of the package: what it was.
    private var escape: FindingCode?

    init(file: String) {
        self.file = file
    }

    /// Resolves a BaseURL against this one.
    mutating func append(_ url: String) {
        switch Reference(url, from: file) {
        case .inside(let path):
            file = url.hasSuffix("/") || url.hasSuffix(".") ? (path.isEmpty ? "." : path + "/.") : path
        case .outside: escape = .uriOutside
        case .remote: escape = .uriRemote
        case .malformed: escape = .uriMalformed
        }
    }

    /// - Returns: a path of the package; nil, with a finding, for what leads elsewhere.
    func resolve(_ uri: String, at place: Finding.Place, _ findings: inout Findings) -> String? {
        if let escape {
            findings.add(escape, at: place, "the BaseURL leads to no place in the package")
            return nil
        }
        return References(path: file).resolve(uri, at: place, &findings)
    }
}
