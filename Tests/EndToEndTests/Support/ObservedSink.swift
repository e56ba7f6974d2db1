internal import Lathe

/// A sink that is looked at after each object, by the thread that published it, which goes on when the look is over.
struct ObservedSink<Sink: PackageSink>: PackageSink {
    let sink: Sink
    let look: @Sendable () -> Void

    func publish(_ bytes: [UInt8], at path: String) throws {
        try sink.publish(bytes, at: path)
        look()
    }

    func beginObject(at path: String, headSize: Int) throws -> any PackageObject {
        Object(object: try sink.beginObject(at: path, headSize: headSize), look: look)
    }

    func finish(packageDocument: [UInt8]) throws {
        try sink.finish(packageDocument: packageDocument)
        look()
    }

    func abandon() { sink.abandon() }

    private final class Object: PackageObject {
        private let object: any PackageObject
        private let look: () -> Void

        init(object: any PackageObject, look: @escaping () -> Void) { (self.object, self.look) = (object, look) }

        func append(_ bytes: UnsafeRawBufferPointer) throws { try object.append(bytes) }

        func commit(head: [UInt8]) throws -> ObjectDigest {
            defer { look() }
            return try object.commit(head: head)
        }
    }
}

extension ObservedSink: ResumableSink where Sink: ResumableSink {
    func resume(_ recipe: Recipe, isCancelled: () -> Bool) throws -> Resumption {
        try sink.resume(recipe, isCancelled: isCancelled)
    }

    func keep(_ rendition: FinishedRendition) throws {
        try sink.keep(rendition)
        look()
    }
}
