internal import Foundation

/// What is at the place where a package is to go.
enum OutputState {
    case absent
    case emptyFolder
    /// A finished package.
    case package
    /// What an interrupted run left.
    case unfinished
    /// A package that a living process is writing.
    case busy
    /// Something that Lathe did not make, by the name of one of its parts.
    case foreign(String)

    /// - Throws: `LatheError` with code `outputNotCreated` when it cannot be looked at.
    init(of path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            if errno == ENOENT { self = .absent; return }
            throw LatheError(.outputNotCreated, "write the package to", path, because: String(cString: strerror(errno)))
        }
        guard status.st_mode & S_IFMT == S_IFDIR else {
            throw LatheError(.outputNotCreated, "write the package to", path, because: "it is a file, not a folder")
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        } catch {
            throw LatheError(.outputNotCreated, "write the package to", path, because: "the folder cannot be read")
        }
        if names.isEmpty {
            self = .emptyFolder
        } else if names.contains(UnfinishedMarker.name) {
            self = UnfinishedMarker.isHeld(in: path) ? .busy : .unfinished
        } else if Self.isPackage(path) {
            self = .package
        } else {
            self = .foreign(names[0])
        }
    }

    /// True when the folder's `package.json` begins as one of ours.
    private static func isPackage(_ path: String) -> Bool {
        guard let file = FileHandle(forReadingAtPath: "\(path)/\(Package.documentPath)"),
            let head = try? file.read(upToCount: 256)
        else { return false }
        return String(decoding: head, as: UTF8.self).contains("\"lathe-package/")
    }

    static let startAnew = "Choose another folder, or pass --overwrite instead of --resume to start anew."

    /// - Throws: `LatheError` with code `outputExists` that names the differences, if there are any.
    static func refuse(_ differences: [String], _ verb: String, in path: String) throws {
        guard !differences.isEmpty else { return }
        throw LatheError(
            .outputExists, "resume", path, because: "it was \(verb) with \(differences.joined(separator: "; "))",
            remedy: startAnew)
    }

    /// The answer to a folder that Lathe did not make.
    static func foreignContents(_ name: String, of path: String, remedy: String? = nil) -> LatheError {
        LatheError(
            .outputExists, "write the package to", path,
            because: "it holds \"\(name)\", which is not part of a package", remedy: remedy)
    }

    /// Without slashes at its end.
    static func normalized(_ path: String) -> String {
        var path = Substring(path)
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        return String(path)
    }

    /// A name beside the target for a package that will replace it.
    static func sibling(of target: String) -> String {
        "\(siblingPrefix(of: target))\(UInt32.random(in: .min ... .max))"
    }

    /// Removes what killed runs left beside the target.
    static func sweepSiblings(of target: String) {
        let folder = parentFolder(of: target)
        let prefix = fileName(of: siblingPrefix(of: target))
        // A folder that cannot be listed holds nothing that we could sweep.
        for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [] where name.hasPrefix(prefix) {
            let path = "\(folder)/\(name)"
            if !UnfinishedMarker.isHeld(in: path) { try? FileManager.default.removeItem(atPath: path) }
        }
    }

    private static func siblingPrefix(of target: String) -> String {
        "\(parentFolder(of: target))/.\(fileName(of: target)).lathe-"
    }
}
