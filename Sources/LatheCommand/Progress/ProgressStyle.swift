/// How a transcode says how far it is.
enum ProgressStyle: String, Sendable, CaseIterable {
    /// A bar on a terminal, else nothing.
    case auto
    /// A picture on standard error that is drawn over and over.
    case bar
    /// A JSON document a line on standard output.
    case json
    case none
}
