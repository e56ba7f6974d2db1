/// A line of text in several styles, whose width is known.
struct StyledLine: Equatable {
    enum Style: Int {
        case plain = 0
        case bold = 1
        case dim = 2
        case red = 31
        case green = 32
        case yellow = 33
        case cyan = 36
    }

    private var pieces: [(text: String, style: Style)] = []

    init(_ text: String = "", _ style: Style = .plain) { add(text, style) }

    mutating func add(_ text: String, _ style: Style = .plain) {
        if !text.isEmpty { pieces.append((text, style)) }
    }

    /// At most so many characters, without spaces at the end; what is left out ends in `…`.
    func rendered(width: Int, hasColor: Bool) -> String {
        let pieces = trimmed
        let length = pieces.reduce(0) { $0 + $1.text.count }
        var room = width
        var line = ""
        for (text, style) in pieces where room > 0 {
            let isCut = length > width && text.count >= room
            let shown = isCut ? String(text.prefix(room - 1)) + "…" : text
            room -= shown.count
            line += hasColor && style != .plain ? "\u{1B}[\(style.rawValue)m\(shown)\u{1B}[0m" : shown
        }
        return line
    }

    private var trimmed: [(text: String, style: Style)] {
        var pieces = pieces
        while let last = pieces.popLast() {
            guard let end = last.text.lastIndex(where: { $0 != " " }) else { continue }
            return pieces + [(String(last.text[...end]), last.style)]
        }
        return []
    }

    static func == (left: Self, right: Self) -> Bool {
        left.pieces.elementsEqual(right.pieces) { $0 == $1 }
    }
}
