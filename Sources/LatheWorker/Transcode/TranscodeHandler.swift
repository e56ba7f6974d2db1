internal import FoundationEssentials
internal import Lathe
public import LatheCatalog
internal import LatheCrypto
public import LatheJobs
public import LatheStorage
internal import LatheTelemetry

/// Makes a master into a package in the store, and publishes it.
///
/// The encoding is a child process's; this one fetches, uploads what comes as it comes, and tells the catalogue.
public struct TranscodeHandler: JobHandler {
    let store: any ObjectStore
    let catalog: Catalog
    let scratch: Scratch
    let settings: TranscodeSettings
    let metrics: WorkerMetrics
    let checkpoint: @Sendable (Checkpoint) -> Void

    public init(
        store: any ObjectStore, catalog: Catalog, scratch: Scratch, settings: TranscodeSettings,
        metrics: WorkerMetrics = WorkerMetrics(), checkpoint: @escaping @Sendable (Checkpoint) -> Void = { _ in }
    ) {
        self.store = store
        self.catalog = catalog
        self.scratch = scratch
        self.settings = settings
        self.metrics = metrics
        self.checkpoint = checkpoint
    }

    public func run(_ job: ClaimedJob, in context: JobContext) async throws -> JobResult {
        let order = try TranscodeOrder(json: job.job.payload)
        let place = PackagePlace(track: order.track, revision: order.revision, token: job.lease.token)
        let folder = try scratch.folder(for: job.lease)
        do {
            let master = try await stage("fetch", context) { try await fetch(order.master, into: folder, context) }
            checkpoint(.masterFetched)
            let upload = try PackageUpload(
                store: store, place: place, folder: folder, checkpoint: checkpoint, metrics: metrics)
            try await stage("encode", context) {
                try await encode(order, master, upload, context)
            }
            let package = try await upload.verifiedPackage()
            try check(package, against: order)
            context.note { $0.resources.describe(package) }
            let published = PublishedPackage(package, at: place, sha256: await upload.packageChecksum)
            checkpoint(.beforePublication)
            return JobResult(
                publish: { [catalog] in try catalog.publish(published, as: order.revision, in: $0) },
                cleanUp: { folder.remove() })
        } catch {
            folder.remove()
            throw error
        }
    }

    /// Runs a part and writes down what it took.
    private func stage<Value>(
        _ name: String, _ context: JobContext, _ body: () async throws -> Value
    ) async throws -> Value {
        let start = ContinuousClock.now
        defer {
            let duration = ContinuousClock.now - start
            context.note { $0.stages[name] = duration.milliseconds }
            metrics.took(name, seconds: Double(duration.milliseconds) / 1000)
        }
        return try await body()
    }

    /// - Returns: the master's path.
    private func fetch(
        _ master: TranscodeOrder.Master, into folder: ScratchFolder, _ context: JobContext
    ) async throws -> String {
        switch master {
        case .file(let path): return path
        case .object(let key):
            context.progress(JobProgress(fraction: 0, stage: "fetch"))
            let path = "\(folder.path)/master"
            let found = try await context.keepingAlive { [store] in
                try await store.get(try ObjectKey(key), into: .file(path))
            }
            guard let object = found else {
                throw JobFailure(
                    "masterNotFound", "there is no master \(key) in the store",
                    remedy: "Upload it again.", isPermanent: true)
            }
            metrics.bytesIn.increment(by: Double(object.size))
            return path
        }
    }

    private func encode(
        _ order: TranscodeOrder, _ master: String, _ upload: PackageUpload, _ context: JobContext
    ) async throws {
        let process = try EncodeProcess(
            EncodeOrder(
                master: master, preset: order.preset, layout: order.layout, threadCount: settings.threadCount,
                spool: upload.spool, limits: settings.limits),
            by: settings.child)
        checkpoint(.encodingStarted)
        defer {
            process.kill()
            context.note { $0.logTail = process.logTail }
        }
        try await upload.run(process, context)
        if let end = process.end {
            context.note {
                $0.resources.cpuTime = end.cpuTime
                $0.resources.peakMemory = end.peakMemory
            }
        }
    }

    /// The file may have been replaced since the job was accepted.
    private func check(_ package: Package, against order: TranscodeOrder) throws {
        let found = package.master.sha256.hexadecimal
        guard let expected = order.sha256, expected != found else { return }
        throw JobFailure(
            "masterChanged", "the master is another file than the one that was accepted",
            remedy: "Enqueue it again: it becomes a new revision.", isPermanent: true)
    }
}

/// How transcode jobs are run.
public struct TranscodeSettings: Sendable, Equatable {
    /// Starts the program that carries out an `EncodeOrder`.
    public var child: ChildCommand
    /// Encoding threads of each job.
    public var threadCount: Int
    public var limits = ResourceLimits()

    public init(child: ChildCommand, threadCount: Int) {
        self.child = child
        self.threadCount = threadCount
    }
}

extension JobProgress {
    init(_ progress: EncodeProgress) {
        self.init(
            fraction: progress.fraction ?? 0, stage: "encode",
            remaining: progress.remaining.map { Int64(clamping: Int($0 * 1000)) }, rate: progress.speed)
    }
}

extension AttemptRecord.Resources {
    mutating func describe(_ package: Package) {
        let facts = package.master
        bytesIn = facts.bytes
        bytesOut = package.files.reduce(0) { $0 + $1.bytes }
        duration = Double(facts.samples) / Double(max(1, facts.sampleRate))
        master = "\(facts.codec), \(facts.sampleRate) Hz, \(facts.channels) channels, \(facts.bitsPerSample) bits"
    }
}

extension PublishedPackage {
    init(_ package: Package, at place: PackagePlace, sha256: String) {
        self.init(
            prefix: place.prefix, sha256: sha256, bytes: package.files.reduce(0) { $0 + $1.bytes },
            duration: Double(package.master.samples) / Double(max(1, package.master.sampleRate)),
            loudness: package.loudness.integrated, truePeak: package.loudness.truePeak,
            renditions: package.renditions.map {
                Rendition(
                    name: $0.id, codec: $0.codec.rawValue, bitsPerSecond: $0.averageBitsPerSecond,
                    sampleRate: $0.sampleRate, channels: $0.channels, playlist: $0.playlist, progressive: $0.progressive
                )
            })
    }
}
