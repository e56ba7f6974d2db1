/// A sink that can hold on to finished renditions, so that a later run need not encode them again.
///
/// A transcode into such a sink decodes the master several times, for a few renditions each, so that they finish one
/// after the other; the package is the same to the byte. `resume` is called once, before anything is published.
public protocol ResumableSink: PackageSink {
    /// Looks for what an earlier run of the same recipe left, and takes away all else of it.
    ///
    /// - Parameter isCancelled: asked now and then; `CancellationError` is thrown soon after it says so.
    /// - Returns: only what was found whole: objects of the size and checksum that were noted.
    /// - Throws: `LatheError` with code `outputExists` when there is something of another recipe, which then stays.
    func resume(_ recipe: Recipe, isCancelled: () -> Bool) throws -> Resumption

    /// Holds on to a rendition whose objects are published, whatever becomes of this run: `abandon` leaves them.
    func keep(_ rendition: FinishedRendition) throws
}

/// What an earlier run left.
public enum Resumption: Sendable, Equatable {
    /// These renditions are finished; none where the run begins anew.
    case renditions([FinishedRendition])
    /// All is done.
    case complete(Package)
}

/// A rendition of which nothing is missing, and what must be known to do without encoding it again.
public struct FinishedRendition: Sendable, Equatable, Codable {
    /// As `package.json` will describe it.
    public var rendition: Package.Rendition
    /// Its files that are no segments: init segment, playlist, progressive file.
    public var files: [Package.File]
    /// What became of the plan that a listener should know.
    public var note: String?

    /// Describes a rendition whose files are all published.
    public init(_ rendition: Package.Rendition, files: [Package.File] = [], note: String? = nil) {
        self.rendition = rendition
        self.files = files
        self.note = note
    }

    /// Its files, segments included.
    public var allFiles: [Package.File] { files + rendition.segmentFiles }
}

extension Package.Rendition {
    /// The segments that are files of their own.
    var segmentFiles: [Package.File] {
        segments.filter { $0.offset == nil }.map { Package.File(path: $0.path, bytes: $0.bytes, sha256: $0.sha256) }
    }
}
