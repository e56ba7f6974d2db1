/// How long a signed URL lives.
enum DeliveryLifetime {
    /// No token lasts longer: 6 hours.
    static let longest: Int64 = 6 * 3600
    /// Moments of expiry are multiples of this, so that the same listener gets the same URL for five minutes, and
    /// whatever caches it, a browser or an edge, has to keep one.
    static let quantum: Int64 = 300

    /// Seconds: three times the duration, for pauses and repeats; 10 minutes at least, 6 hours at most. Without a
    /// duration, as while a track is still being encoded, the longest.
    static func seconds(duration: Duration?) -> Int64 {
        guard let duration else { return longest }
        // Bounded first: three times an absurd duration must not overflow.
        let seconds = min(max(duration.components.seconds, 0), longest)
        return min(max(600, 3 * seconds), longest)
    }

    /// When a token that is signed now ends: after its lifetime, rounded up to a multiple of the quantum, but never
    /// later than the longest lifetime.
    static func end(duration: Duration?, at now: UnixTime) -> UnixTime {
        let wanted = now.seconds + seconds(duration: duration) + quantum - 1
        let latest = now.seconds + longest
        let end = min(wanted, latest)
        return UnixTime(end - end % quantum)
    }
}
