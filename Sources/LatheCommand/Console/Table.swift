/// Columns of text that line up.
struct Table {
    enum Alignment { case left, right }

    let alignments: [Alignment]
    var rows: [[String]] = []

    /// One line a row, two spaces between columns, none at a line's end.
    func rendered(indent: String = "") -> String {
        let widths = alignments.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { indent + line($0, widths) + "\n" }.joined()
    }

    private func line(_ row: [String], _ widths: [Int]) -> String {
        let cells = row.indices.map { column in
            alignments[column] == .left
                ? padded(row[column], to: widths[column]) : rightAligned(row[column], to: widths[column])
        }
        let text = cells.joined(separator: "  ")
        return String(text.prefix(through: text.lastIndex { $0 != " " } ?? text.startIndex))
    }
}
