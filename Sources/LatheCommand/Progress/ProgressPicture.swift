import Lathe

/// What a progress looks like on a terminal: one line for the whole, one for each rendition.
///
/// ```
///  total     ━━━━━━━━━━━━━━━━━━━━━━━━━╸───────────────   62 %    38.1×  3.2 s left
///  aac-96    ━━━━━━━━━━━━━━━━━━━━━━━━━━╸──────────────   64 %  48 segments
/// ```
struct ProgressPicture {
    let size: Terminal.Size
    let hasColor: Bool

    /// Lines without line ends, each narrower than the terminal, fewer than it has rows.
    func lines(_ progress: TranscodeProgress) -> [String] {
        let labels = ["total"] + progress.renditions.map(\.id)
        let labelWidth = labels.map(\.count).max() ?? 0
        let barWidth = min(60, size.columns - labelWidth - Self.widthBesidesLabelAndBar)
        guard barWidth >= 8, labelWidth + barWidth < size.columns else { return [narrowLine(progress)] }
        let isDone = progress.renditions.allSatisfy { $0.state == .finished }
        let total = line("total", progress.fraction, isDone, Self.detail(progress), labelWidth, barWidth)
        guard size.rows > progress.renditions.count + 2 else { return [total] }
        return [total]
            + progress.renditions.map { rendition in
                let detail = rendition.state == .waiting ? "" : counted(rendition.segmentCount, "segment")
                let isDone = rendition.state == .finished
                return line(rendition.id, rendition.fraction, isDone, detail, labelWidth, barWidth)
            }
    }

    /// Margins 1 + 2 + 2 + 2, `100 %`, the widest detail ` 1234.5×  10:00:00 left`, and a free last column.
    private static let widthBesidesLabelAndBar = 7 + 5 + 22 + 1

    private func line(
        _ label: String, _ fraction: Double?, _ isDone: Bool, _ detail: String, _ labelWidth: Int, _ barWidth: Int
    ) -> String {
        let bar = bar(fraction ?? 0, isDone: isDone, width: barWidth)
        let text = " \(padded(label, to: labelWidth))  \(bar)  \(Self.percent(fraction))"
        return detail.isEmpty ? text : text + "  " + detail
    }

    private func bar(_ fraction: Double, isDone: Bool, width: Int) -> String {
        let (filled, rest) = barCells(fraction, width: width)
        guard hasColor else { return filled + rest }
        return "\u{1B}[\(isDone ? 32 : 36)m\(filled)\u{1B}[0;2m\(rest)\u{1B}[0m"
    }

    /// For a terminal without room for a bar.
    private func narrowLine(_ progress: TranscodeProgress) -> String {
        String((Self.percent(progress.fraction) + "  " + Self.detail(progress)).prefix(max(0, size.columns - 1)))
    }

    private static func percent(_ fraction: Double?) -> String {
        rightAligned(fraction.map { String(Int(max(0, min(1, $0)) * 100)) } ?? "?", to: 3) + " %"
    }

    private static func detail(_ progress: TranscodeProgress) -> String {
        let speed = rightAligned(fixed(progress.speed, 1) + "×", to: 7)
        return speed + (progress.remaining.map { "  \(clock($0.seconds)) left" } ?? "")
    }
}

/// A bar so many characters wide; half a cell is the smallest step.
func barCells(_ fraction: Double, width: Int) -> (filled: String, rest: String) {
    let halves = Int(max(0, min(1, fraction)) * Double(2 * width))
    let filled = String(repeating: "━", count: halves / 2) + (halves.isMultiple(of: 2) ? "" : "╸")
    return (filled, String(repeating: "─", count: width - filled.count))
}
