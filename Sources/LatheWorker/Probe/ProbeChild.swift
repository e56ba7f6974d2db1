internal import Foundation
internal import Glibc
internal import Lathe
internal import LatheMedia

/// The child process's side: reads what a stranger's file says of itself, under limits.
///
/// A hostile file that crashes a parser or eats memory ends this process, and nobody else's.
public enum ProbeChild {
    /// What a probe may use: it reads headers.
    static var limits: ResourceLimits {
        var limits = ResourceLimits()
        (limits.memory, limits.cpuTime, limits.fileSize, limits.openFiles) = (1 << 30, 20, 0, 64)
        return limits
    }

    /// Probes a file, and says on standard output what came of it.
    ///
    /// - Parameter order: the path: the first line of standard input.
    /// - Returns: the exit status.
    public static func run(_ order: String) -> Int32 {
        do {
            try limits.apply()
            let answer: ProbeAnswer
            do { answer = ProbeAnswer(try Transcoder.probe(order)) } catch { answer = ProbeAnswer(error) }
            FileHandle.standardOutput.write(try JSONEncoder().encode(answer))
            return EXIT_SUCCESS
        } catch {
            return EXIT_FAILURE
        }
    }
}

/// One JSON document on standard output.
struct ProbeAnswer: Codable {
    var master: ProbedMaster?
    var failure: EncodeFailure?

    init(_ facts: MasterFacts) {
        master = ProbedMaster(
            container: facts.container, sampleRate: facts.sampleRate, channelCount: facts.channelCount,
            sampleCount: facts.sampleCount, byteCount: facts.byteCount, title: facts.tags.title)
    }

    /// The cause alone: where the file lies on our disk is nothing to whoever sent it.
    init(_ error: any Error) {
        let error = error as? LatheError
        failure = EncodeFailure(
            code: error?.code.rawValue ?? "failed", message: error?.cause ?? "it cannot be read",
            remedy: error?.remedy)
    }
}

/// What a master says of itself, as far as a service needs it.
public struct ProbedMaster: Sendable, Equatable, Codable {
    /// As `MasterFacts.container` has it.
    public var container: String
    /// Samples per second.
    public var sampleRate: Int
    /// At least 1.
    public var channelCount: Int
    /// Per channel; nil where the file does not say.
    public var sampleCount: Int?
    /// Size of the file.
    public var byteCount: Int
    /// What it is called.
    public var title: String?

    /// Describes a master.
    public init(
        container: String, sampleRate: Int, channelCount: Int, sampleCount: Int?, byteCount: Int, title: String?
    ) {
        self.container = container
        self.sampleRate = sampleRate
        self.channelCount = channelCount
        self.sampleCount = sampleCount
        self.byteCount = byteCount
        self.title = title
    }
}
