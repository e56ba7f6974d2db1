import Lathe
import Synchronization

/// Draws progress on a terminal in place.
///
/// A picture is one write that moves the cursor up and draws over the last picture, never an erased screen in between.
final class ProgressBar: Sendable {
    private let terminal: Terminal
    private let write: @Sendable (String) -> Void
    private let canvas = Mutex(Canvas())

    init(on terminal: Terminal, write: @escaping @Sendable (String) -> Void) {
        self.terminal = terminal
        self.write = write
    }

    func show(_ progress: TranscodeProgress) {
        let picture = ProgressPicture(size: terminal.size, hasColor: terminal.hasColor)
        canvas.withLock { write($0.draw(picture.lines(progress))) }
    }

    /// Takes the picture away and gives the cursor back. Nothing is drawn afterwards.
    func close() {
        canvas.withLock { write($0.close()) }
    }

    /// Gives the cursor back for a while: the shell has the terminal now.
    func pause() {
        canvas.withLock { write($0.pause()) }
    }
}

/// What is on the terminal, and what must be written to change it; a value, for tests.
struct Canvas: Equatable {
    private var lineCount = 0
    private var isCursorHidden = false
    private var isClosed = false

    mutating func draw(_ lines: [String]) -> String {
        guard !isClosed else { return "" }
        let hide = isCursorHidden ? "" : "\u{1B}[?25l"
        isCursorHidden = true
        let text = hide + up() + lines.map { $0 + "\u{1B}[K\n" }.joined() + (lines.count < lineCount ? "\u{1B}[J" : "")
        lineCount = lines.count
        return text
    }

    mutating func close() -> String {
        let text = (lineCount > 0 ? up() + "\u{1B}[J" : "") + showCursor()
        lineCount = 0
        isClosed = true
        return text
    }

    /// The next picture is drawn below what others write in the meantime.
    mutating func pause() -> String {
        lineCount = 0
        return showCursor()
    }

    private func up() -> String { lineCount > 0 ? "\r\u{1B}[\(lineCount)A" : "" }

    private mutating func showCursor() -> String {
        defer { isCursorHidden = false }
        return isCursorHidden ? "\u{1B}[?25h" : ""
    }
}
