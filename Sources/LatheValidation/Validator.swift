internal import Foundation

/// Reads a package again as a stranger would, and says what is wrong with it.
///
/// Nothing here is shared with the code that writes packages. Works on packages of any maker; what Lathe itself promises
/// beyond the standards is checked where there is a `package.json`. Any input is bounded work, none is a crash.
public struct Validator: Sendable {
    private let source: any PackageSource
    private let subject: String
    private let entry: String?

    /// - Parameters:
    ///   - source: the package.
    ///   - entry: a playlist or manifest to check with what it names; nil: all of the package.
    ///   - subject: what to call it in the report.
    public init(_ source: any PackageSource, entry: String? = nil, subject: String) {
        self.source = source
        self.entry = entry
        self.subject = subject
    }

    /// A folder, a playlist or an MPD by its path. A playlist inside a package of Lathe may name what is in all of it.
    /// - Throws: `ValidationError`.
    public init(path: String) throws {
        var status = stat()
        guard stat(path, &status) == 0 else {
            throw ValidationError(code: .notFound, path: path, cause: String(cString: strerror(errno)))
        }
        if status.st_mode & S_IFMT == S_IFDIR {
            self.init(try DirectorySource(path), subject: path)
            return
        }
        guard status.st_mode & S_IFMT == S_IFREG,
            [".m3u8", ".m3u", ".mpd"].contains(where: path.lowercased().hasSuffix)
        else {
            throw ValidationError(
                code: .notAPackage, path: path,
                cause: "it is neither a folder nor a playlist (.m3u8) nor a manifest (.mpd)")
        }
        let (folder, name) = Self.root(of: path)
        self.init(try DirectorySource(folder), entry: name, subject: path)
    }

    /// The folder of the package that a file belongs to: one above with a `package.json`, else its own.
    private static func root(of path: String) -> (folder: String, name: String) {
        let url = URL(filePath: path)
        let own = (url.deletingLastPathComponent().path, url.lastPathComponent)
        var folder = url.deletingLastPathComponent()
        var name = url.lastPathComponent
        for _ in 0..<4 {
            if access(folder.appending(path: DocumentCheck.path).path, F_OK) == 0 { return (folder.path, name) }
            name = folder.lastPathComponent + "/" + name
            folder = folder.deletingLastPathComponent()
        }
        return own
    }

    /// Checks everything.
    /// - Throws: `ValidationError` when the package cannot be listed.
    public func validate() throws -> ValidationReport {
        var inspection = Inspection(source: source)
        try inspection.run(entry: entry)
        return inspection.report(on: subject)
    }
}
