internal import Glibc

/// What a child process may use at most. Beyond it the process fails or dies, and nothing else does.
public struct ResourceLimits: Sendable, Equatable, Codable {
    /// Bytes of address space.
    public var memory: UInt64 = 2 << 30
    /// Seconds.
    public var cpuTime: UInt64 = 6 * 3600
    /// Bytes of one file.
    public var fileSize: UInt64 = 16 << 30
    public var openFiles: UInt64 = 256

    public init() {}

    /// Binds the calling process, for good, and puts its CPU needs behind those of its parent's heartbeat.
    func apply() throws {
        try Self.limit(RLIMIT_CORE, to: 0, "core size")
        try Self.limit(RLIMIT_AS, to: memory, "memory")
        try Self.limit(RLIMIT_CPU, to: cpuTime, "CPU time")
        try Self.limit(RLIMIT_FSIZE, to: fileSize, "file size")
        try Self.limit(RLIMIT_NOFILE, to: openFiles, "open files")
        // A write beyond the limit is to fail with EFBIG, which is reported, instead of killing.
        signal(SIGXFSZ, SIG_IGN)
        // Where niceness cannot be had, the work is done as well.
        _ = nice(5)
    }

    private static func limit(_ resource: __rlimit_resource, to value: UInt64, _ name: String) throws {
        var limits = rlimit()
        let resource = __rlimit_resource_t(resource.rawValue)
        guard getrlimit(resource, &limits) == 0 else { throw WorkerError.system("read the limit of", name) }
        limits.rlim_cur = min(rlim_t(value), limits.rlim_max)
        limits.rlim_max = limits.rlim_cur
        guard setrlimit(resource, &limits) == 0 else { throw WorkerError.system("limit", name) }
    }
}
