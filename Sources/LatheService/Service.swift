public import LatheAccess
public import LatheCatalog
public import LatheHTTP
public import LatheJobs
public import LatheStorage
public import LatheTelemetry

/// The service between people and music: it takes masters in, says what there is, and who may listen.
///
/// It holds no state of its own but what it remembers for seconds: everything is in the database, the store and the key
/// file, so that any number of instances can stand side by side.
public struct Service: Sendable {
    let parts: Parts
    let gate: Gate
    /// What listeners have asked for lately.
    let streams = StreamCache()

    /// What a service is made of.
    public struct Parts: Sendable {
        public var settings: ServiceSettings
        public var catalog: Catalog
        public var queue: JobQueue
        public var store: any ObjectStore
        public var keys: KeyRing
        public var verifier: TokenVerifier
        public var limiter: RateLimiter
        public var log: Log
        public var metrics: Metrics
        public var now: @Sendable () -> UnixTime

        public init(
            settings: ServiceSettings, catalog: Catalog, queue: JobQueue, store: any ObjectStore, keys: KeyRing,
            verifier: TokenVerifier, limiter: RateLimiter, log: Log, metrics: Metrics,
            now: @escaping @Sendable () -> UnixTime
        ) {
            self.settings = settings
            self.catalog = catalog
            self.queue = queue
            self.store = store
            self.keys = keys
            self.verifier = verifier
            self.limiter = limiter
            self.log = log
            self.metrics = metrics
            self.now = now
        }
    }

    public init(_ parts: Parts) {
        self.parts = parts
        gate = Gate(verifier: parts.verifier, limiter: parts.limiter, now: parts.now)
    }

    /// Where the API's paths begin.
    static let apiPrefix = "/api/v1"

    /// Everything that the service answers.
    public var router: Router {
        var router = Router(log: parts.log)
        addAPI(to: &router)
        addMedia(to: &router)
        addEvents(to: &router)
        addPage(to: &router)
        return router
    }
}
