public import Lathe

/// What a child process is told to encode: one JSON document on its standard input.
public struct EncodeOrder: Sendable, Equatable, Codable {
    /// The master's path.
    public var master: String
    public var preset: Preset
    public var layout: Layout
    public var threadCount: Int
    /// An empty folder for what is made.
    public var spool: String
    public var limits: ResourceLimits

    public init(
        master: String, preset: Preset, layout: Layout, threadCount: Int, spool: String, limits: ResourceLimits
    ) {
        self.master = master
        self.preset = preset
        self.layout = layout
        self.threadCount = threadCount
        self.spool = spool
        self.limits = limits
    }
}
