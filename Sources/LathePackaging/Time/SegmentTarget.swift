/// How long a segment should be, compared exactly at any sample rate.
///
/// The wish is kept in whole microseconds and every comparison is multiplied out, so that rates that are multiples of
/// each other decide alike.
struct SegmentTarget {
    let sampleRate: Int
    let microseconds: Int

    /// Anything below 2 s (and what is not a number) counts as 2 s, anything above 10 s as 10 s.
    init(sampleRate: Int, seconds: Double) {
        self.sampleRate = sampleRate
        microseconds = Int(min(10, max(2, seconds)) * Double(microsecondsPerSecond) + 0.5)
    }

    /// The multiple of the grid that is nearest the target among those of 2 to 10 s, or at all where there are none.
    func nominalLength(grid: Int) -> Int {
        let nearest = (microseconds * sampleRate).scaled(by: 1, over: grid * microsecondsPerSecond)
        let fewest = (2 * sampleRate + grid - 1) / grid
        let most = 10 * sampleRate / grid
        let units = fewest <= most ? min(max(nearest, fewest), most) : nearest
        return max(1, units) * grid
    }

    /// Whether so many samples are at least half the target.
    func isAtLeastHalf(_ samples: Int) -> Bool {
        2 * samples * microsecondsPerSecond >= microseconds * sampleRate
    }

    /// Seconds, rounded to the nearest integer, halves up.
    func roundedSeconds(_ samples: Int) -> Int {
        samples.scaled(by: 1, over: sampleRate)
    }
}
