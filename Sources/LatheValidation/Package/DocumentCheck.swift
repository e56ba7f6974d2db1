internal import LatheMedia

/// Compares `package.json` with the files of the package.
struct DocumentCheck {
    static let path = "package.json"

    let document: PackageDocument
    var place: Finding.Place { .init(Self.path) }

    /// - Returns: nil, with findings, where the document cannot be used.
    init?(_ bytes: [UInt8], _ findings: inout Findings) {
        guard let document = PackageDocument.decode(bytes, path: Self.path, &findings) else { return nil }
        self.document = document
    }

    /// Playlists and manifests, the multivariant ones first.
    var entryPoints: [String] {
        document.manifests.map(\.path) + document.renditions.compactMap(\.playlist)
    }

    /// Every file has the size and checksum that the document states, none is missing, none is too many.
    func checkFiles(_ paths: [String], in source: any PackageSource, _ findings: inout Findings) {
        let listed = Set(document.files.map(\.path))
        for path in paths where !listed.contains(path) && path != Self.path && path != Inspection.unfinishedMarker {
            findings.add(.fileUnlisted, at: .init(path), "package.json does not list it")
        }
        for file in document.files {
            guard Reference(file.path, from: Self.path) == .inside(file.path) else {
                findings.add(.documentPath, at: place, "\"\(file.path)\" is no path of a package")
                continue
            }
            check(file, in: source, &findings)
        }
    }

    private func check(_ file: PackageDocument.File, in source: any PackageSource, _ findings: inout Findings) {
        let place = Finding.Place(file.path)
        guard let count = source.byteCount(of: file.path) else {
            return findings.add(.fileMissing, at: self.place, "\(file.path) is listed, but is not there")
        }
        guard count == file.bytes else {
            return findings.add(.fileSizeWrong, at: place, "it has \(count) bytes, package.json says \(file.bytes)")
        }
        guard let digest = Self.digest(of: file.path, count, in: source) else {
            return findings.add(.fileUnreadable, at: place, "the file cannot be read")
        }
        guard digest == file.sha256.lowercased() else {
            return findings.add(.checksumWrong, at: place, "its SHA-256 is \(digest), package.json says \(file.sha256)")
        }
    }

    /// Piece by piece: a file may be larger than memory.
    private static func digest(of path: String, _ count: Int, in source: any PackageSource) -> String? {
        let hasher = SHA256Hasher()
        let step = 1 << 20
        for start in stride(from: 0, to: count, by: step) {
            guard let bytes = source.bytes(of: path, in: start..<min(count, start + step)) else { return nil }
            bytes.withUnsafeBytes { hasher.update($0) }
        }
        return hasher.finish().hexadecimal
    }

    /// What the document says of renditions, against what was read of them.
    func checkRenditions(_ tracks: [String: Track], _ library: inout MediaLibrary, _ findings: inout Findings) {
        for rendition in document.renditions {
            RenditionCheck(rendition: rendition, document: document).run(tracks, &library, &findings)
        }
    }

    /// Entry points offer the renditions that the document says.
    ///
    /// - Parameter offers: what each offers: media playlists of HLS, ids of DASH.
    func checkManifests(_ offers: [String: Set<String>], _ findings: inout Findings) {
        let renditions = Dictionary(document.renditions.map { ($0.id, $0) }) { first, _ in first }
        for manifest in document.manifests {
            for id in manifest.renditions where renditions[id] == nil {
                findings.add(
                    .documentManifest, at: place, "\(manifest.path) is to offer \"\(id)\", which is no rendition")
            }
            guard let offered = offers[manifest.path] else { continue }
            let stated = Set(
                manifest.format == "dash"
                    ? manifest.renditions : manifest.renditions.compactMap { renditions[$0]?.playlist })
            guard offered != stated else { continue }
            let message =
                "it offers \(offered.sorted().joined(separator: ", ")), "
                + "package.json says \(stated.sorted().joined(separator: ", "))"
            findings.add(.documentManifest, at: .init(manifest.path), message)
        }
    }
}
