internal import Foundation
public import LatheMedia

/// Turns lossless masters into streaming packages.
///
/// ```swift
/// let transcode = try Transcoder(preset: .music).transcode("master.flac", to: DirectorySink("out"))
/// for await progress in transcode.progress { print(progress.speed) }
/// let package = try await transcode.package
/// ```
public struct Transcoder: Sendable {
    /// What is made of a master; checked when it is used.
    public var preset: Preset
    /// How the media lie in files.
    public var layout: Layout
    /// Encoding threads; the same bytes come out whatever the number.
    public var threadCount: Int
    /// What a master may be at most.
    public var limits: MasterLimits

    /// - Parameter threadCount: nil for one per core.
    public init(
        preset: Preset = .music, layout: Layout = .segments, threadCount: Int? = nil, limits: MasterLimits = .standard
    ) {
        self.preset = preset
        self.layout = layout
        self.threadCount = max(1, threadCount ?? ProcessInfo.processInfo.activeProcessorCount)
        self.limits = limits
    }

    /// Reads what a master says of itself, without decoding it.
    /// - Throws: `LatheError`.
    public static func probe(_ path: String, limits: MasterLimits = .standard) throws -> MasterFacts {
        try rethrowing { try MasterReader(path: path, limits: limits).facts }
    }

    /// Checks preset and master, then begins; the work goes on in threads of its own.
    ///
    /// Into a `ResumableSink` renditions are finished one after the other, and those of an earlier run are kept.
    /// - Parameter sink: abandoned when anything fails, here or later.
    /// - Throws: `LatheError` when the preset is invalid or the master cannot be opened.
    public func transcode(_ master: String, to sink: any PackageSink) throws -> Transcode {
        do {
            return try rethrowing {
                try preset.validate(from: "\"\(preset.name)\"")
                let reader = try MasterReader(path: master, limits: limits)
                return Transcode(
                    pool: LanePool(
                        job: try LadderJob(
                            preset: preset, layout: layout, reader: reader, limits: limits, subject: master,
                            sink: sink),
                        threadCount: threadCount))
            }
        } catch {
            sink.abandon()
            throw error
        }
    }
}

/// Lets no error of the targets below pass as it is: whoever uses this library knows one type.
func rethrowing<Result>(_ body: () throws -> Result) throws -> Result {
    do {
        return try body()
    } catch let error as MediaError {
        throw LatheError(error)
    }
}
