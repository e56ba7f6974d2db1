/// A multivariant playlist (RFC 8216 §4.3.4, there called master playlist) of one mix at several bit rates.
///
/// Each rendition is a plain EXT-X-STREAM-INF: players switch between variants, not inside a group of EXT-X-MEDIA.
public struct HLSMultivariantPlaylist: Sendable, Equatable {
    /// One rendition, EXT-X-STREAM-INF of RFC 8216 §4.3.4.2.
    public struct Variant: Sendable, Equatable {
        /// Its media playlist, relative to this one.
        public var uri: String
        /// BANDWIDTH, the peak, and AVERAGE-BANDWIDTH, in bits per second.
        public var bandwidth: Bandwidth
        /// CODECS, RFC 6381.
        public var codecs: String

        /// Describes a rendition.
        public init(uri: String, bandwidth: Bandwidth, codecs: String) {
            self.uri = uri
            self.bandwidth = bandwidth
            self.codecs = codecs
        }
    }

    /// EXT-X-VERSION: that of the media playlists it names.
    public var version: Int
    /// EXT-X-INDEPENDENT-SEGMENTS, for all media playlists (RFC 8216 §4.3.5.1).
    public var segmentsAreIndependent: Bool
    /// The first is what a player begins with.
    public var variants: [Variant]

    /// A playlist of these variants.
    public init(version: Int, segmentsAreIndependent: Bool = true, variants: [Variant]) {
        self.version = version
        self.segmentsAreIndependent = segmentsAreIndependent
        self.variants = variants
    }

    /// The playlist as UTF-8 text.
    public func rendered() -> String {
        let header = "#EXTM3U\n#EXT-X-VERSION:\(version)\n"
        return variants.reduce(header + (segmentsAreIndependent ? "#EXT-X-INDEPENDENT-SEGMENTS\n" : "")) {
            $0 + $1.rendered
        }
    }
}

extension HLSMultivariantPlaylist.Variant {
    fileprivate var rendered: String {
        "#EXT-X-STREAM-INF:BANDWIDTH=\(bandwidth.peak),AVERAGE-BANDWIDTH=\(bandwidth.average)"
            + ",CODECS=\"\(codecs.playlistAttribute)\"\n\(uri.playlistURI)\n"
    }
}
