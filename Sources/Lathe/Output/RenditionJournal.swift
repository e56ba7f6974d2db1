internal import Foundation

/// What a resumable run has finished, in a hidden folder of the package that grows: the recipe, and a file for each
/// rendition.
///
/// An entry is written when the disk has everything that it names, and appears whole: what it promises outlives a power
/// cut. It is believed only after the files were looked at again.
struct RenditionJournal: Sendable {
    static let name = ".lathe-journal"

    /// The package's folder.
    let folder: String

    private var path: String { "\(folder)/\(Self.name)" }
    private var recipePath: String { "\(path)/recipe.json" }
    private static let entrySuffix = ".rendition.json"

    /// What the run was begun with; nil where there is no journal.
    /// - Throws: `LatheError` with code `outputExists` when there is one of a kind that this version does not know.
    func recipe() throws -> Recipe? {
        guard let data = FileManager.default.contents(atPath: recipePath) else { return nil }
        do {
            return try JSONDecoder().decode(Recipe.self, from: data)
        } catch {
            throw LatheError(
                .outputExists, "resume", folder, because: "its journal is of another version of Lathe",
                remedy: OutputState.startAnew)
        }
    }

    /// Begins a journal without entries.
    func begin(_ recipe: Recipe) throws {
        try PackageFolder.make(path)
        try write(recipe, to: recipePath)
        for path in [path, folder, parentFolder(of: folder)] { try flushFile(path) }
    }

    /// The entries that can be read, in no order.
    func entries() -> [FinishedRendition] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        // An entry that cannot be read promises nothing: its rendition is encoded again.
        return names.filter { $0.hasSuffix(Self.entrySuffix) }.compactMap { name in
            FileManager.default.contents(atPath: "\(path)/\(name)")
                .flatMap { try? JSONDecoder().decode(FinishedRendition.self, from: $0) }
        }
    }

    /// Notes a rendition, after the disk has all its files.
    func add(_ finished: FinishedRendition) throws {
        let paths = finished.allFiles.map(\.path)
        var folders: Set = [""]
        for path in paths {
            try flushFile("\(folder)/\(path)")
            folders.formUnion(foldersAbove(path))
        }
        for path in folders { try flushFile(path.isEmpty ? folder : "\(folder)/\(path)") }
        try write(finished, to: "\(path)/\(finished.rendition.id)\(Self.entrySuffix)")
        try flushFile(path)
    }

    /// Forgets all renditions but these.
    func removeEntries(besides ids: Set<String>) {
        for name in (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
        where name.hasSuffix(Self.entrySuffix) && !ids.contains(String(name.dropLast(Self.entrySuffix.count))) {
            // An entry that stays is looked at again by the next run.
            unlink("\(path)/\(name)")
        }
    }

    /// The package is complete.
    func remove() {
        // What cannot be removed is found by the next run.
        try? FileManager.default.removeItem(atPath: path)
    }

    private func write(_ value: some Encodable, to path: String) throws {
        let object = try FileObject(at: path)
        try JSONEncoder().encode(value).withUnsafeBytes { try object.append($0) }
        try object.flush()
        try object.publish()
    }
}

/// `aac/96` and `aac` for `aac/96/00001.m4s`.
func foldersAbove(_ path: String) -> [String] {
    let parts = path.split(separator: "/").dropLast()
    return parts.indices.map { parts[...$0].joined(separator: "/") }
}

/// Waits until the disk has what is in a file, or the names that are in a folder.
func flushFile(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    // Some file systems know nothing to do for a folder, and say so by EINVAL.
    guard descriptor >= 0, fsync(descriptor) == 0 || errno == EINVAL else {
        throw LatheError(.inputOutput, "write", path, because: String(cString: strerror(errno)))
    }
}
