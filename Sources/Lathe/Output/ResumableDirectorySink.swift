internal import Foundation
internal import Synchronization

/// Writes a package into a folder and keeps finished renditions there whatever happens, so that the next run of the same
/// recipe goes on from them: after a crash, a power cut, a full disk, a cancellation.
///
/// The folder is one that is not there yet or is empty, one that an earlier run left unfinished, or a finished package,
/// which is left as it is. Only one process works on a folder at a time.
public final class ResumableDirectorySink: ResumableSink {
    private enum State {
        /// Before `resume`, and after it refused: everything stays as it was found.
        case untouched
        case resumed([FinishedRendition])
        case complete
    }

    private let folder: PackageFolder
    private let journal: RenditionJournal
    /// Nil where a finished package was found: it is only looked at.
    private let marker: UnfinishedMarker?
    /// The folder held nothing before.
    private let wasEmpty: Bool
    private let state = Mutex(State.untouched)

    /// - Parameter path: the folder; made, with those above it, where it does not exist.
    /// - Throws: `LatheError` with code `outputExists` or `outputNotCreated`.
    public init(_ path: String) throws {
        let target = OutputState.normalized(path)
        let found = try OutputState(of: target)
        switch found {
        case .busy: throw UnfinishedMarker.busy(target)
        case .foreign(let name): throw OutputState.foreignContents(name, of: target)
        case .absent, .emptyFolder, .package, .unfinished: break
        }
        folder = try PackageFolder(target)
        journal = RenditionJournal(folder: target)
        switch found {
        case .package: (wasEmpty, marker) = (false, nil)
        case .unfinished: (wasEmpty, marker) = (false, try UnfinishedMarker(in: target, isThere: true))
        default: (wasEmpty, marker) = (true, try UnfinishedMarker(in: target))
        }
    }

    /// Ids of the renditions that stay if the run ends now; before `resume`, those that an earlier run noted.
    public var keptRenditions: [String] {
        let kept =
            switch state.withLock({ $0 }) {
            case .untouched: journal.entries()
            case .resumed(let kept): kept
            case .complete: [FinishedRendition]()
            }
        return kept.map(\.rendition.id)
    }

    /// `resume` found the package complete.
    public var wasComplete: Bool {
        state.withLock { if case .complete = $0 { true } else { false } }
    }

    /// Looks at every file that the journal promises, removes all others, and says what is finished.
    /// - Throws: `LatheError` with code `outputExists` when it was begun with another recipe; `CancellationError`.
    public func resume(_ recipe: Recipe, isCancelled: () -> Bool) throws -> Resumption {
        let contents = PackageContents(folder: folder.path)
        if let package = try contents.finishedPackage(of: recipe, isMarked: marker != nil, isCancelled) {
            journal.remove()
            marker?.remove()
            state.withLock { $0 = .complete }
            return .complete(package)
        }
        // The package that was there a moment ago is being replaced.
        guard marker != nil else { throw UnfinishedMarker.busy(folder.path) }
        let kept = try earlierRenditions(of: recipe) { try contents.hasAll($0.allFiles, isCancelled) }
        try contents.sweep(keeping: kept ?? [])
        if kept == nil { try journal.begin(recipe) }
        state.withLock { $0 = .resumed(kept ?? []) }
        return .renditions(kept ?? [])
    }

    /// Those that hold good of the journal's; nil where there is no journal.
    private func earlierRenditions(
        of recipe: Recipe, _ holds: (FinishedRendition) throws -> Bool
    ) throws -> [FinishedRendition]? {
        guard let earlier = try journal.recipe() else { return nil }
        try OutputState.refuse(recipe.differences(from: earlier), "begun", in: folder.path)
        return try journal.entries().filter(holds)
    }

    /// Enters a rendition into the journal once the disk has all its files.
    public func keep(_ rendition: FinishedRendition) throws {
        try journal.add(rendition)
        state.withLock { state in
            if case .resumed(let kept) = state { state = .resumed(kept + [rendition]) }
        }
    }

    /// Writes a file under another name and renames it: a reader sees all of it or none.
    public func publish(_ bytes: [UInt8], at path: String) throws { try folder.publish(bytes, at: path) }

    /// Begins a file that has its name once it is committed.
    public func beginObject(at path: String, headSize: Int) throws -> any PackageObject {
        try folder.beginObject(at: path, headSize: headSize)
    }

    /// The disk has all of the package before the journal goes.
    public func finish(packageDocument: [UInt8]) throws {
        try PackageContents(folder: folder.path).flushEntryPoints()
        try publish(packageDocument, at: Package.documentPath)
        try flushFile("\(folder.path)/\(Package.documentPath)")
        try flushFile(folder.path)
        journal.remove()
        marker?.remove()
    }

    /// Takes away what is not finished; everything, where nothing is.
    public func abandon() {
        switch state.withLock({ $0 }) {
        case .complete: break
        case .resumed(let kept) where !kept.isEmpty:
            // What cannot be taken away now is when the run is resumed.
            try? PackageContents(folder: folder.path).sweep(keeping: kept)
            marker?.release()
        case .untouched where !wasEmpty: marker?.release()
        case .resumed, .untouched:
            folder.remove(marker)
        }
    }
}
