internal import FoundationEssentials
public import LatheCatalog
public import LatheJobs
public import LatheStorage

/// Deletes packages that nobody listens to any more: replaced revisions, and what failed attempts left.
public struct GarbageCollector: Sendable {
    let store: any ObjectStore
    let catalog: Catalog
    let queue: JobQueue

    public init(store: any ObjectStore, catalog: Catalog, queue: JobQueue) {
        self.store = store
        self.catalog = catalog
        self.queue = queue
    }

    /// A package that is garbage.
    public struct Finding: Sendable, Equatable {
        /// In the store, with a slash at its end.
        public var prefix: String
        public var objects: Int
        public var bytes: Int
    }

    /// Goes through all packages in the store.
    ///
    /// - Parameters:
    ///   - grace: milliseconds for which what was replaced or left alone stays.
    ///   - now: milliseconds since 1970.
    ///   - isDryRun: only say what would go.
    ///   - found: told of each package that went, or would.
    public func run(
        grace: Int64, now: Int64, isDryRun: Bool, found: @Sendable (Finding) -> Void
    ) async throws {
        var package: Candidate?
        for try await object in store.objects(prefix: PackagePlace.root) {
            guard let place = PackagePlace(containing: object.key) else { continue }
            if let complete = package, complete.place != place {
                try await judge(complete, grace, now, isDryRun, found)
                package = nil
            }
            var candidate = package ?? Candidate(place: place)
            candidate.add(object)
            package = candidate
        }
        if let package { try await judge(package, grace, now, isDryRun, found) }
    }

    /// Gives up objects of packages that were begun in parts and never ended, for their worker was killed: a store keeps,
    /// and charges for, the parts for ever, and lists no object.
    ///
    /// - Parameters: as of `run`.
    /// - Returns: how many objects.
    public func abortParts(grace: Int64, now: Int64, isDryRun: Bool) async throws -> Int {
        guard let bucket = store as? S3Store else { return 0 }
        let moment = Date(timeIntervalSince1970: Double(now - grace) / 1000)
        var count = 0
        try await bucket.forEachOpenParts(prefix: PackagePlace.root) { open in
            guard open.begunAt < moment else { return }
            if let place = PackagePlace(containing: open.key), try await isBeingMade(place) { return }
            if !isDryRun { try await bucket.abortParts(of: open.key, in: open.id) }
            count += 1
        }
        return count
    }

    /// Forgets jobs that ended long ago and of which no track needs anything any more.
    ///
    /// - Parameters:
    ///   - age: milliseconds since their end.
    ///   - isDryRun: only count them.
    /// - Returns: how many.
    public func forgetJobs(olderThan age: Int64, isDryRun: Bool) async throws -> Int {
        try await queue.forget(endedBefore: try await queue.time() - age, isDryRun: isDryRun) {
            [catalog] in try catalog.jobsNeeded(among: $0, in: $1)
        }
    }

    private func judge(
        _ candidate: Candidate, _ grace: Int64, _ now: Int64, _ isDryRun: Bool, _ found: (Finding) -> Void
    ) async throws {
        guard candidate.newest < now - grace else { return }
        let place = candidate.place
        // An attempt may have everything in the store and still wait for the database to say so. Asked first: what has
        // ended by now is published by now, or never will be.
        guard try await !isBeingMade(place) else { return }
        let live = try await catalog.livePrefixes(of: [place.revision], retiredAfter: now - grace)
        guard !live.contains(place.prefix) else { return }
        if !isDryRun {
            let isNobodys = try await catalog.release(
                place.prefix, of: place.revision, retiredBefore: now - grace)
            guard isNobodys else { return }
            try await delete(place)
        }
        found(Finding(prefix: place.prefix, objects: candidate.objects, bytes: candidate.bytes))
    }

    private func isBeingMade(_ place: PackagePlace) async throws -> Bool {
        try await queue.isRunning(TranscodeOrder.uniqueKey(revision: place.revision), token: place.token)
    }

    private func delete(_ place: PackagePlace) async throws {
        var keys: [ObjectKey] = []
        for try await object in store.objects(prefix: place.prefix) {
            keys.append(object.key)
            if keys.count == 1000 {
                try await store.delete(keys)
                keys = []
            }
        }
        try await store.delete(keys)
    }

    private struct Candidate {
        let place: PackagePlace
        var objects = 0
        var bytes = 0
        /// Milliseconds since 1970.
        var newest: Int64 = 0

        init(place: PackagePlace) { self.place = place }

        mutating func add(_ object: StoredObject) {
            objects += 1
            bytes += object.size
            newest = max(newest, Int64(object.lastModified.timeIntervalSince1970 * 1000))
        }
    }
}
