import Dispatch
import Glibc

/// The keys of the terminal behind standard input: each at once, and not shown.
struct Keyboard: Sendable {
    private let original: termios

    /// Nil where standard input is no terminal.
    init?() {
        var settings = termios()
        guard isatty(STDIN_FILENO) == 1, tcgetattr(STDIN_FILENO, &settings) == 0 else { return nil }
        original = settings
    }

    /// Keys come singly. Ctrl-C is a signal still.
    func open() {
        var settings = original
        settings.c_lflag &= ~tcflag_t(ICANON | ECHO)
        // Where it fails, keys come with the line's end, and are shown: nothing worse.
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// As it was before.
    func close() {
        var settings = original
        tcsetattr(STDIN_FILENO, TCSANOW, &settings)
    }

    /// Calls the handler for each key, on a thread of its own, until that returns false or the terminal is gone.
    func listen(_ handler: @escaping @Sendable (UInt8) -> Bool) {
        DispatchQueue(label: "lathe.keyboard").async {
            var key: UInt8 = 0
            while true {
                let count = read(STDIN_FILENO, &key, 1)
                if count == 1 {
                    guard handler(key) else { return }
                } else if count == 0 || errno != EINTR {
                    return
                }
            }
        }
    }
}
