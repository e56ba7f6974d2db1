import Synchronization

/// A terminal's second screen, drawn over and over; what was there before comes back in the end.
final class LiveScreen: Sendable {
    private let write: @Sendable (String) -> Void
    private let isOpen = Mutex(false)

    init(write: @escaping @Sendable (String) -> Void) { self.write = write }

    func open() {
        isOpen.withLock { isOpen in
            if !isOpen { write(ScreenText.open) }
            isOpen = true
        }
    }

    /// Nothing is drawn while it is closed.
    func draw(_ lines: [String]) {
        isOpen.withLock { if $0 { write(ScreenText.picture(lines)) } }
    }

    func close() {
        isOpen.withLock { isOpen in
            if isOpen { write(ScreenText.close) }
            isOpen = false
        }
    }
}

/// What is written to a terminal that understands xterm's sequences.
enum ScreenText {
    /// The second screen, without a cursor, empty.
    static let open = "\u{1B}[?1049h\u{1B}[?25l\u{1B}[2J"
    static let close = "\u{1B}[?25h\u{1B}[?1049l"

    /// Draws over what is there: never an empty screen in between. The last line has no end, lest the screen scroll.
    static func picture(_ lines: [String]) -> String {
        "\u{1B}[H" + lines.map { $0 + "\u{1B}[K" }.joined(separator: "\r\n") + "\u{1B}[J"
    }
}
