internal import Foundation
internal import LatheMedia

/// What lies in the folder of a package, compared with what should.
struct PackageContents {
    let folder: String

    /// The package, if it is finished and the recipe's.
    ///
    /// - Parameter isMarked: its last writer did not come to say that it is finished; where something is missing, it is
    ///   not.
    /// - Throws: `LatheError` with code `outputExists` when it is another one, or damaged.
    func finishedPackage(of recipe: Recipe, isMarked: Bool, _ isCancelled: () -> Bool) throws -> Package? {
        guard let document = FileManager.default.contents(atPath: "\(folder)/\(Package.documentPath)") else {
            return nil
        }
        guard let package = try? Package(document: Array(document)) else {
            if isMarked { return nil }
            throw LatheError(
                .outputExists, "resume", folder, because: "its package.json cannot be read",
                remedy: OutputState.startAnew)
        }
        if isMarked, try !hasAll(package.files, isCancelled) { return nil }
        try OutputState.refuse(recipe.differences(from: package), "made", in: folder)
        if let damaged = try package.files.first(where: { try !has($0, isCancelled) }) {
            throw LatheError(
                .outputExists, "resume", folder, because: "\(damaged.path) is not as package.json describes it",
                remedy: OutputState.startAnew)
        }
        return package
    }

    /// Whether these files are there, each with its size and checksum.
    func hasAll(_ files: [Package.File], _ isCancelled: () -> Bool) throws -> Bool {
        try files.allSatisfy { try has($0, isCancelled) }
    }

    private func has(_ file: Package.File, _ isCancelled: () -> Bool) throws -> Bool {
        guard let handle = FileHandle(forReadingAtPath: "\(folder)/\(file.path)"),
            // A file that cannot be read is as good as none.
            let size = try? handle.seekToEnd(), size == file.bytes, (try? handle.seek(toOffset: 0)) != nil
        else { return false }
        let hasher = SHA256Hasher()
        while let piece = try? handle.read(upToCount: 1 << 18), !piece.isEmpty {
            if isCancelled() { throw CancellationError() }
            piece.withUnsafeBytes { hasher.update($0) }
        }
        return hasher.finish() == file.sha256
    }

    /// Removes every file that belongs to none of the renditions, and folders that are empty then.
    ///
    /// Playlists go first, those on top before those that they name: none ever names what is missing.
    func sweep(keeping kept: [FinishedRendition]) throws {
        let wanted = Set(kept.flatMap(\.allFiles).map(\.path))
        // Foundation lists nothing below a symbolic link.
        let root = URL(filePath: folder).resolvingSymlinksInPath().path
        let paths = try FileManager.default.subpathsOfDirectory(atPath: root).filter { path in
            !wanted.contains(path) && path != UnfinishedMarker.name && !path.hasPrefix(RenditionJournal.name)
        }
        for path in paths.sorted(by: { Self.rank($0) < Self.rank($1) }) {
            // Removes no folder that holds anything.
            guard remove("\(folder)/\(path)") == 0 || [ENOENT, ENOTEMPTY, EEXIST].contains(errno) else {
                throw LatheError(.inputOutput, "remove", path, because: String(cString: strerror(errno)))
            }
        }
        let ids = Set(kept.map(\.rendition.id))
        RenditionJournal(folder: folder).removeEntries(besides: ids)
    }

    /// Entry points, other playlists, then what is deepest, so that folders are empty when their turn comes.
    private static func rank(_ path: String) -> (Int, Int) {
        let depth = path.split(separator: "/").count
        let isEntryPoint = depth == 1 && !path.hasPrefix(".") && path.contains(".")
        if isEntryPoint { return (0, 0) }
        return path.hasSuffix(".m3u8") ? (1, 0) : (2, -depth)
    }

    /// Waits until the disk has the files at the top: all others belong to renditions, which are journalled.
    func flushEntryPoints() throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder)
        where name.contains(".") && !name.hasPrefix(".") {
            try flushFile("\(folder)/\(name)")
        }
    }
}
