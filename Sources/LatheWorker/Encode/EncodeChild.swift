internal import Foundation
internal import Glibc
internal import Lathe
internal import Synchronization

/// The child process's side: encodes one master under limits, and knows neither database nor store.
///
/// A hostile master that crashes a decoder, hangs it or eats memory ends this process and costs its job an attempt.
public enum EncodeChild {
    /// Carries an order out, and says on standard output what it makes.
    ///
    /// Ends the process itself when standard input ends, for then its parent is dead.
    /// - Parameters:
    ///   - order: an `EncodeOrder` in JSON: the first line of standard input.
    ///   - provoked: for tests, what goes wrong on purpose after the first object.
    /// - Returns: the exit status.
    public static func run(_ order: String, provoking provoked: ProvokedFault? = nil) async -> Int32 {
        let output = EventOutput(descriptor: STDOUT_FILENO)
        var master: String?
        do {
            let order = try JSONDecoder().decode(EncodeOrder.self, from: Data(order.utf8))
            master = order.master
            try order.limits.apply()
            dieWithParent()
            try await encode(order, output, provoked.flatMap { $0.concerns(order.master) ? $0 : nil })
            try output.say(.finished)
            return EXIT_SUCCESS
        } catch {
            // Where nobody listens any more there is nobody to tell.
            try? output.say(.failed(EncodeFailure(error, about: master)))
            return EXIT_FAILURE
        }
    }

    /// The parent holds the other end as long as it lives.
    private static func dieWithParent() {
        let watch = Thread {
            var byte: UInt8 = 0
            while true {
                let count = read(STDIN_FILENO, &byte, 1)
                if count == 0 || (count < 0 && errno != EINTR) { _exit(EXIT_FAILURE) }
            }
        }
        watch.start()
    }

    private static func encode(_ order: EncodeOrder, _ output: EventOutput, _ fault: ProvokedFault?) async throws {
        let sink = SpoolSink(order.spool) { event in
            try output.say(event)
            fault?.strike()
        }
        let transcoder = Transcoder(preset: order.preset, layout: order.layout, threadCount: order.threadCount)
        let transcode = try transcoder.transcode(order.master, to: sink)
        for await progress in transcode.progress { output.mention(.progress(EncodeProgress(progress))) }
        _ = try await transcode.package
    }
}

/// Lines for the parent, from several threads.
private final class EventOutput: Sendable {
    private let descriptor: Int32
    private let turn = Mutex(())

    init(descriptor: Int32) { self.descriptor = descriptor }

    /// Blocks while the parent takes its time: that is how it slows the encoders down.
    func say(_ event: EncodeEvent) throws {
        let line = try event.line
        try turn.withLock { _ in try write(line) }
    }

    /// Says it where it can be said at once, else not: there will be newer news.
    func mention(_ event: EncodeEvent) {
        guard let line = try? event.line else { return }
        _ = turn.withLockIfAvailable { _ in
            var state = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
            // Where writing fails, saying the next object does so, too, and tells.
            if line.count <= 4096, poll(&state, 1, 0) == 1 { try? write(line) }
        }
    }

    private func write(_ line: [UInt8]) throws {
        var rest = line[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw WorkerError.system("write to", "the worker") }
            rest = rest.dropFirst(count)
        }
    }
}

extension EncodeProgress {
    init(_ progress: TranscodeProgress) {
        self.init(
            fraction: progress.fraction, speed: progress.speed,
            remaining: progress.remaining.map { Double($0.milliseconds) / 1000 },
            segments: progress.renditions.reduce(0) { $0 + $1.segmentCount })
    }
}

extension EncodeFailure {
    /// - Parameter master: where it lies on our disk, which is nothing to whoever sent it.
    init(_ error: any Error, about master: String?) {
        if let error = error as? LatheError {
            let subject = error.subject == master ? "the master" : error.subject
            let message = "cannot \(error.attempt) \(subject): \(error.cause)"
            self.init(code: error.code.rawValue, message: message, remedy: error.remedy)
        } else {
            self.init(code: "failed", message: "\(error)", remedy: nil)
        }
    }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
