/// One pass over a package: finds its entry points, follows them, and collects what is wrong.
struct Inspection {
    static let unfinishedMarker = ".lathe-unfinished"

    let source: any PackageSource
    var findings = Findings()
    var library: MediaLibrary
    /// By media playlist, or by manifest and id of the Representation.
    var tracks: [String: Track] = [:]
    /// What each multivariant playlist or manifest offers: media playlists, or ids of Representations.
    private var offers: [String: Set<String>] = [:]
    private var claims: [String: TrackClaim] = [:]
    /// Playlists and manifests that have been looked at.
    private var visited: Set<String> = []
    private var fileCount = 0
    /// Its writer is still at work, or died.
    private let isUnfinished: Bool

    init(source: any PackageSource) {
        self.source = source
        // The document is written last: then all is final, whatever became of the marker.
        isUnfinished =
            source.byteCount(of: Self.unfinishedMarker) != nil && source.byteCount(of: DocumentCheck.path) == nil
        library = MediaLibrary(source: source)
    }

    mutating func run(entry: String?) throws {
        if let entry {
            inspect(entry)
            return
        }
        let paths = try source.paths()
        fileCount = paths.count
        if paths.contains(Self.unfinishedMarker) {
            findings.add(.packageUnfinished, at: .init(Self.unfinishedMarker), "the package is not complete")
        }
        if paths.contains(DocumentCheck.path) {
            inspectDocument(paths)
        } else {
            inspectStrangers(paths)
        }
    }

    private mutating func inspectDocument(_ paths: [String]) {
        guard let bytes = library.file(DocumentCheck.path, limit: Limits.textBytes, at: .init(""), &findings),
            let check = DocumentCheck(bytes, &findings)
        else { return inspectStrangers(paths) }
        check.checkFiles(paths, in: source, &findings)
        for path in check.entryPoints { inspect(path) }
        check.checkManifests(offers, &findings)
        BoundaryCheck(document: check.document).run(&findings)
        check.checkRenditions(tracks, &library, &findings)
    }

    /// Multivariant playlists first: what they name is then known with its bit rate.
    private mutating func inspectStrangers(_ paths: [String]) {
        let playlists = paths.filter { [".m3u8", ".m3u"].contains(where: $0.lowercased().hasSuffix) }
        let manifests = paths.filter { $0.lowercased().hasSuffix(".mpd") }
        if playlists.isEmpty, manifests.isEmpty {
            findings.add(.nothingToCheck, at: .init(""), "there is no package.json, playlist or manifest")
        }
        let texts = playlists.map { ($0, isMultivariant($0)) }
        for (path, isMultivariant) in texts where isMultivariant { inspect(path) }
        for (path, isMultivariant) in texts where !isMultivariant { inspect(path) }
        for path in manifests { inspect(path) }
    }

    private func isMultivariant(_ path: String) -> Bool {
        guard let count = source.byteCount(of: path), let head = source.bytes(of: path, in: 0..<min(count, 65_536))
        else {
            return false
        }
        return String(decoding: head, as: UTF8.self).contains("#EXT-X-STREAM-INF")
    }

    /// Checks a playlist or manifest and what it names; the second time it has nothing to do.
    private mutating func inspect(_ path: String) {
        guard visited.insert(path).inserted else { return }
        guard let bytes = library.file(path, limit: Limits.textBytes, at: .init(path), &findings) else { return }
        if path.lowercased().hasSuffix(".mpd") {
            if let manifest = MPDReader.read(bytes, path: path, &findings) { inspect(manifest) }
        } else if let text = PlaylistText(bytes, path: path, &findings) {
            if text.kind == .media { inspectMedia(text) } else { inspect(MultivariantPlaylist(text, &findings)) }
        }
    }

    func report(on subject: String) -> ValidationReport {
        let seconds = tracks.values.map { $0.segments.reduce(0) { $0 + $1.claim.duration } }.max() ?? 0
        return ValidationReport(
            subject: subject, findings: findings.sorted, suppressedCount: findings.suppressedCount,
            fileCount: max(fileCount, visited.count + library.segmentCount), segmentCount: library.segmentCount,
            seconds: max(0, seconds))
    }
}

// MARK: - HLS

extension Inspection {
    private mutating func inspectMedia(_ text: PlaylistText) {
        guard let claim = MediaPlaylistReader.read(text, &findings) else { return }
        check(claim)
    }

    @discardableResult
    private mutating func check(_ claim: TrackClaim) -> Track? {
        if claim.format == .hls, !claim.claimsIndependence, !claim.segments.isEmpty {
            findings.add(.hlsNotIndependent, at: claim.place, "#EXT-X-INDEPENDENT-SEGMENTS is missing")
        }
        guard let track = Track(claim, &library, &findings) else { return nil }
        TrackCheck(track: track).run(&findings)
        if claim.format == .hls {
            BandwidthCheck.hls(track, isProvisional: isUnfinished, &findings)
            tracks[claim.name] = track
        }
        return track
    }

    private mutating func inspect(_ playlist: MultivariantPlaylist) {
        playlist.checkGroups(&findings)
        offers[playlist.path] = Set(playlist.variants.map(\.path))
        var ladder: [Track] = []
        for variant in playlist.variants {
            guard let claim = claim(of: variant, in: playlist), let track = check(claim) else { continue }
            ladder.append(track)
        }
        for rendition in playlist.renditions {
            guard let path = rendition.path, tracks[path] == nil, !visited.contains(path) else { continue }
            guard var claim = mediaClaim(path, at: rendition.place) else { continue }
            claim.claimsIndependence = claim.claimsIndependence || playlist.claimsIndependence
            check(claim)
        }
        LadderCheck(tracks: ladder).hls(&findings)
    }

    /// What a media playlist claims; read once, however many variants name it.
    private mutating func mediaClaim(_ path: String, at place: Finding.Place) -> TrackClaim? {
        if let known = claims[path] { return known }
        visited.insert(path)
        guard let bytes = library.file(path, limit: Limits.textBytes, at: place, &findings),
            let text = PlaylistText(bytes, path: path, &findings)
        else { return nil }
        guard text.kind == .media else {
            findings.add(.hlsTagMisplaced, at: place, "\(path) is not a media playlist")
            return nil
        }
        let claim = MediaPlaylistReader.read(text, &findings)
        claims[path] = claim
        return claim
    }

    private mutating func claim(
        of variant: MultivariantPlaylist.Variant, in playlist: MultivariantPlaylist
    ) -> TrackClaim? {
        guard var claim = mediaClaim(variant.path, at: variant.place) else { return nil }
        claim.variantPlace = variant.place
        claim.bandwidth = variant.attributes.integer("BANDWIDTH")
        claim.averageBandwidth = variant.attributes.integer("AVERAGE-BANDWIDTH")
        claim.codecs = variant.attributes["CODECS"]
        claim.claimsIndependence = claim.claimsIndependence || playlist.claimsIndependence
        return claim
    }
}

// MARK: - DASH

extension Inspection {
    private mutating func inspect(_ manifest: DASHManifest) {
        var longest = 0.0
        var sample = 0.0
        offers[manifest.path] = Set(manifest.sets.flatMap(\.claims).map(\.name))
        for set in manifest.sets {
            var ladder: [Track] = []
            for var claim in set.claims {
                if let index = manifest.indices[claim.name] {
                    IndexReader(index: index, duration: manifest.duration).fill(&claim, &library, &findings)
                }
                claim.isComplete = manifest.isStatic
                guard let track = check(claim) else { continue }
                BandwidthCheck.dash(track, bufferTime: manifest.bufferTime, &findings)
                ManifestCheck(manifest: manifest).check(track, &findings)
                sample = max(sample, 1 / Double(track.header.sampleRate))
                longest = max(longest, claim.segments.reduce(0) { $0 + $1.duration })
                tracks["\(manifest.path)#\(claim.name)"] = track
                ladder.append(track)
            }
            if set.isAligned { LadderCheck(tracks: ladder).dash(at: set.place, &findings) }
        }
        if longest > 0 { ManifestCheck(manifest: manifest).checkDuration(longest, sample: sample, &findings) }
    }
}
