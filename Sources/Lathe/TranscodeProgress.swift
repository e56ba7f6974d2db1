/// How far a transcode has come; the newest of an async sequence.
public struct TranscodeProgress: Sendable, Equatable {
    /// One rendition's part of it.
    public struct Rendition: Sendable, Equatable {
        /// A rendition waits for its turn, is encoded, and is finished; it never goes back.
        public enum State: String, Sendable, Equatable {
            /// Nothing of it is encoded yet.
            case waiting
            /// It grows.
            case encoding
            /// All its files are published.
            case finished
        }

        /// As in the preset: `aac-96`.
        public let id: String
        /// How far it is.
        public let state: State
        /// Samples of the rendition encoded so far, per channel, over all there are; nil while the length is unknown.
        public let fraction: Double?
        /// Segments published so far.
        public let segmentCount: Int
    }

    /// Work done over all work, 0 to 1; nil while the master's length is unknown.
    public let fraction: Double?
    /// Seconds of music made per second, whole ladder: 20 means a 5 min master in 15 s.
    public let speed: Double
    /// Wall time since the start.
    public let elapsed: Duration
    /// Estimated wall time to the end; nil while nothing can be said.
    public let remaining: Duration?
    /// In the preset's order.
    public let renditions: [Rendition]
}
