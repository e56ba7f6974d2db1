public import Lathe
public import LatheWorker

/// How a service serves.
public struct ServiceSettings: Sendable {
    /// How it is reached from outside, without a slash at its end: `https://music.example`; what it hands out begins so.
    public var publicURL: String
    /// What masters are made into.
    public var preset = Preset.music
    public var layout = Layout.segments
    /// Bytes of one master.
    public var largestUpload = 4 << 30
    /// Bytes of a user's uploads that are not yet used.
    public var uploadQuota = 16 << 30
    /// Bytes of a part, where a store takes uploads in parts; 5 MiB at least.
    public var uploadPart = 16 << 20
    /// How long an upload may take. Seconds.
    public var uploadLifetime: Int64 = 24 * 3600
    /// Looks at masters before tracks are made of them; nil to leave that to workers.
    public var probe: ChildCommand?
    /// For how long whoever was away can catch up with what happened. Seconds.
    public var newsRetention: Int64 = 7 * 24 * 3600
    /// For how long news are kept that a sink has not taken: one that never comes back must not fill the disk. Seconds.
    public var unreadNewsRetention: Int64 = 30 * 24 * 3600
    /// How packages are played that lie in a store which signs URLs.
    public var delivery = DeliveryWay.store
    /// For development: webhooks may lead to http and to addresses that are not public.
    public var allowsPrivateWebhooks = false
    /// Where programs of others lie that the page needs, `hls.js`; nil where none were installed.
    public var vendorFolder: String?

    public init(publicURL: String) { self.publicURL = publicURL }
}
