import Glibc

/// A terminal that a progress bar can be drawn on.
struct Terminal: Sendable, Equatable {
    /// In characters.
    struct Size: Sendable, Equatable {
        let columns: Int
        let rows: Int
    }

    let descriptor: Int32
    /// False where the listener asked for none: `NO_COLOR` set to anything (no-color.org).
    let hasColor: Bool

    /// Nil where the descriptor is no terminal, or one that cannot move its cursor.
    init?(descriptor: Int32, environment: [String: String]) {
        guard isatty(descriptor) == 1, environment["TERM"] != "dumb" else { return nil }
        self.descriptor = descriptor
        hasColor = (environment["NO_COLOR"] ?? "").isEmpty
    }

    /// As it is now: windows change.
    var size: Size {
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else {
            return Size(columns: 80, rows: 24)
        }
        return Size(columns: Int(size.ws_col), rows: Int(size.ws_row))
    }
}
