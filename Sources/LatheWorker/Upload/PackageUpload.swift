internal import Foundation
internal import Lathe
internal import LatheCrypto
internal import LatheJobs
internal import LatheStorage
internal import LatheTelemetry

/// Takes a package from a child process into the store, object by object as they are made.
actor PackageUpload {
    /// The folder that the child puts objects into.
    nonisolated let spool: String
    private let store: any ObjectStore
    private let place: PackagePlace
    private let checkpoint: @Sendable (Checkpoint) -> Void
    private let metrics: WorkerMetrics
    private let queue = UploadQueue()
    /// What the store holds, by path.
    private var stored: [String: SpooledObject] = [:]
    private var document: [UInt8]?
    /// Transfers that the store is at.
    private var underway = 0

    /// Uploads at the same time.
    private static let window = 4

    init(
        store: any ObjectStore, place: PackagePlace, folder: ScratchFolder,
        checkpoint: @escaping @Sendable (Checkpoint) -> Void, metrics: WorkerMetrics
    ) throws {
        spool = "\(folder.path)/spool"
        try Scratch.makeFolder(spool)
        self.store = store
        self.place = place
        self.checkpoint = checkpoint
        self.metrics = metrics
    }

    /// Returns when everything that the child made is in the store.
    ///
    /// - Throws: `JobFailure`, `JobCrash`, `StorageError`, `CancellationError`; the caller ends the child then.
    func run(_ process: EncodeProcess, _ context: JobContext) async throws {
        try await context.keepingAlive(while: { await self.underway > 0 }) {
            try await self.transfer(process, context)
        }
    }

    private nonisolated func transfer(_ process: EncodeProcess, _ context: JobContext) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.listen(to: process, context) }
            for _ in 0..<Self.window { group.addTask { try await self.upload(for: process) } }
            // Not `waitForAll`, which after an error waits for those who wait for what never comes.
            while try await group.next() != nil {}
        }
    }

    private func listen(to process: EncodeProcess, _ context: JobContext) async throws {
        var isFinished = false
        for try await event in process.events {
            switch event {
            case .progress(let news): context.progress(JobProgress(news))
            case .object(let object):
                if let leftOut = await queue.add(object) { take(leftOut, from: process) }
            case .finished: isFinished = true
            case .failed(let failure): throw failure.error
            }
        }
        try Task.checkCancellation()
        guard isFinished else { throw process.explanation }
        await queue.close()
    }

    private func upload(for process: EncodeProcess) async throws {
        while let upload = try await queue.next() {
            let object = upload.object
            if object.path == Package.documentPath { try read(object) }
            let (source, key) = (ObjectSource.file(file(of: object)), try place.key(object.path))
            underway += 1
            defer { underway -= 1 }
            let result = try await store.put(source, at: key, as: ObjectAttributes(for: object))
            guard result.size == object.bytes else {
                throw WorkerError(
                    .storeDisagrees, "put", object.path,
                    because: "the store has \(result.size) bytes of \(object.bytes)")
            }
            metrics.bytesOut.increment(by: Double(object.bytes))
            stored[object.path] = object
            checkpoint(object.checkpoint)
            take(object, from: process)
            await queue.finish(upload)
        }
    }

    /// Makes room in the spool.
    private func take(_ object: SpooledObject, from process: EncodeProcess) {
        unlink(file(of: object))
        process.taken()
    }

    private func file(of object: SpooledObject) -> String { "\(spool)/\(object.file)" }

    private func read(_ object: SpooledObject) throws {
        document = Array(try Data(contentsOf: URL(fileURLWithPath: file(of: object))))
    }

    /// `package.json`'s checksum, lower-case hexadecimal.
    var packageChecksum: String { stored[Package.documentPath]?.sha256 ?? "" }

    /// The package, of which every file is known to be in the store with its checksum.
    func verifiedPackage() throws -> Package {
        guard let document else {
            throw WorkerError(.protocolBroken, "publish", place.prefix, because: "the child made no package.json")
        }
        let package = try Package(document: document)
        for file in package.files {
            guard let object = stored[file.path], object.bytes == file.bytes,
                object.sha256 == file.sha256.hexadecimal
            else {
                throw WorkerError(
                    .storeDisagrees, "publish", place.prefix + file.path,
                    because: "the store does not hold it as package.json describes it")
            }
        }
        return package
    }
}

extension SpooledObject {
    fileprivate var checkpoint: Checkpoint {
        if path == Package.documentPath { return .packageUploaded }
        return isWrittenAgain ? .playlistUploaded : .objectUploaded
    }
}

extension EncodeFailure {
    /// What it means for the job.
    fileprivate var error: any Error {
        let failure = JobFailure(code, message, remedy: remedy)
        switch LatheError.Code(rawValue: code) {
        case .masterRejected:
            return JobFailure(
                code, message, remedy: remedy ?? "Export the master again, and deliver it anew.", isPermanent: true)
        case .presetInvalid: return JobFailure(code, message, remedy: remedy, isPermanent: true)
        // The spool's disk is full, or the master's failed.
        case .inputOutput: return JobPostponement(failure)
        default: return failure
        }
    }
}

extension EncodeProcess {
    /// Why it ended without having finished or said why.
    fileprivate var explanation: any Error {
        guard let end else { return JobFailure("failed", "the encoder ended, and nobody knows how") }
        switch end.status {
        case .exited(let code): return JobFailure("failed", "the encoder exited with \(code) without a word")
        case .signalled(let number):
            return JobCrash(
                JobFailure(
                    "crashed", "the encoder was killed by \(signalName(number))",
                    remedy: number == SIGKILL
                        ? "The system may be short of memory." : "The master provokes a fault; keep it for the report.")
            )
        }
    }

    private func signalName(_ number: Int32) -> String {
        switch number {
        case SIGSEGV: "SIGSEGV"
        case SIGABRT: "SIGABRT"
        case SIGBUS: "SIGBUS"
        case SIGILL: "SIGILL"
        case SIGTRAP: "SIGTRAP"
        case SIGFPE: "SIGFPE"
        case SIGKILL: "SIGKILL"
        case SIGXCPU: "SIGXCPU, having used up its CPU time"
        default: "signal \(number)"
        }
    }
}
