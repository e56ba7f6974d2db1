internal import LatheMedia
internal import LathePackaging
internal import Synchronization

/// Publishes the files of a package and remembers what it published.
final class PackageWriter: Sendable {
    private let sink: any PackageSink
    /// Finished files that are no segments; those are remembered by their rendition.
    private let published = Mutex<[String: ObjectDigest]>([:])

    init(sink: any PackageSink) { self.sink = sink }

    /// Publishes a finished file.
    func publish(_ bytes: [UInt8], at path: String) throws {
        try sink.publish(bytes, at: path)
        let digest = ObjectDigest(of: bytes)
        published.withLock { $0[path] = digest }
    }

    /// Publishes a file that a later one will replace.
    func publishProvisional(_ text: String, at path: String) throws {
        try sink.publish(Array(text.utf8), at: path)
    }

    func publish(_ text: String, at path: String) throws {
        try publish(Array(text.utf8), at: path)
    }

    /// Publishes a media segment and describes it.
    func publishSegment(_ bytes: [UInt8], at path: String, start: Int, samples: Int) throws -> Package.Segment {
        try sink.publish(bytes, at: path)
        return Package.Segment(bytes, path: path, start: start, samples: samples)
    }

    /// Begins a file that is published when it is complete.
    ///
    /// - Parameter headSize: bytes that `commit` will probably put before all others.
    func begin(at path: String, headSize: Int = 0) throws -> GrowingFile {
        let object = try sink.beginObject(at: path, headSize: headSize)
        return GrowingFile(object: object) { [self] digest in published.withLock { $0[path] = digest } }
    }

    /// Publishes `package.json`, and with it the package.
    func finish(_ package: Package) throws {
        try sink.finish(packageDocument: package.document())
    }

    func abandon() { sink.abandon() }

    /// All files so far, segments that are files included, by path.
    func files(with renditions: [Package.Rendition]) -> [Package.File] {
        let others = published.withLock { $0 }
        var files = others.map { Package.File(path: $0.key, bytes: $0.value.bytes, sha256: $0.value.sha256) }
        // Thousands for an hour of music: one array of all is enough.
        for rendition in renditions { files += rendition.segmentFiles }
        files.sort { $0.path < $1.path }
        return files
    }

    /// A finished rendition with those of its files that are no segments.
    func describe(_ rendition: Package.Rendition, note: String?) -> FinishedRendition {
        let named = [rendition.initSegment, rendition.playlist, rendition.progressive].compactMap(\.self)
        let paths = Set(named + rendition.segments.map(\.path))
        let files = published.withLock { $0.filter { paths.contains($0.key) } }
            .map { Package.File(path: $0.key, bytes: $0.value.bytes, sha256: $0.value.sha256) }
        return FinishedRendition(rendition, files: files.sorted { $0.path < $1.path }, note: note)
    }

    /// Counts files as published that an earlier run published.
    func adopt(_ files: [Package.File]) {
        published.withLock { published in
            for file in files { published[file.path] = ObjectDigest(bytes: file.bytes, sha256: file.sha256) }
        }
    }
}

/// A file under way.
struct GrowingFile {
    let object: any PackageObject
    fileprivate let remember: (ObjectDigest) -> Void

    fileprivate init(object: any PackageObject, remember: @escaping (ObjectDigest) -> Void) {
        self.object = object
        self.remember = remember
    }

    func append(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { try object.append($0) }
    }

    /// Publishes the file with these bytes before all others.
    func commit(head: [UInt8] = []) throws { remember(try object.commit(head: head)) }
}
