/// The candidate that a mistyped word most likely meant: one that begins with it, or the one that the fewest slips turn
/// into it; nil where nothing is near.
func nearest(to word: String, in candidates: [String]) -> String? {
    if word.count >= 2, let longer = candidates.first(where: { $0.hasPrefix(word) }) { return longer }
    let ranked = candidates.map { (candidate: $0, distance: editDistance(word, $0)) }
    guard let best = ranked.min(by: { $0.distance < $1.distance }) else { return nil }
    return best.distance <= max(1, best.candidate.count / 3) ? best.candidate : nil
}

/// Fewest insertions, deletions, replacements and swaps of neighbours that turn one word into the other (optimal string
/// alignment).
func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var beforePrevious: [Int] = []
    var previous = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            let replaced = previous[j] + (a[i] == b[j] ? 0 : 1)
            var best = min(replaced, previous[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { best = min(best, beforePrevious[j - 1] + 1) }
            row.append(best)
        }
        (beforePrevious, previous) = (previous, row)
    }
    return previous[b.count]
}
