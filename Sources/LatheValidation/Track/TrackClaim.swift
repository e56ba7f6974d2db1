/// What a playlist or manifest says of one rendition, whatever its format.
struct TrackClaim {
    /// One media segment.
    struct Segment {
        let location: Location
        /// Who says so.
        let place: Finding.Place
        /// In seconds.
        let duration: Double
        /// On the presentation's time line, in seconds; nil where only the order counts.
        var start: Double?
        /// A new time line begins here (EXT-X-DISCONTINUITY), or what comes before it could not be read.
        var isDiscontinuous = false
    }

    enum Format { case hls, dash }

    let format: Format
    /// Who says so: the media playlist, or the line of the Representation.
    let place: Finding.Place
    /// What names it in messages: a path or an id.
    let name: String
    /// The init segment, where the container has one.
    var initialization: Location?
    var segments: [Segment] = []
    /// A static list: nothing will be added.
    var isComplete = true
    /// Segments are named in a way that could not be followed, so the list has holes.
    var hasHoles = false
    /// RFC 6381, as claimed.
    var codecs: String?
    /// Bits per second.
    var bandwidth: Int?
    var averageBandwidth: Int?
    /// EXT-X-TARGETDURATION in seconds.
    var targetDuration: Int?
    /// Where bandwidths and codecs are said; the same as `place` in DASH.
    var variantPlace: Finding.Place?
    /// Hz, as claimed.
    var sampleRate: Int?
    var channelCount: Int?
    /// `audio/mp4`, as claimed.
    var mimeType: String?
    /// Whether segments are said to decode alone: EXT-X-INDEPENDENT-SEGMENTS, @startWithSAP of 1.
    var claimsIndependence = false
    /// What of media time comes before time 0 of the claimed starts: @presentationTimeOffset, in seconds.
    var timeOffset = 0.0
    /// How far claimed times may be off by rounding alone, in seconds.
    var rounding = 0.000_001
}
