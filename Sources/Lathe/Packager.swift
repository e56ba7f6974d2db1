internal import Foundation
public import LatheMedia

/// Packages audio that is coded already, without coding it anew: the same frames in segments, playlists and manifests.
///
/// ```swift
/// let package = try await Packager().package(["music-96.m4a", "music-320.m4a"], to: DirectorySink("out"))
/// ```
///
/// Takes AAC-LC (MP4, whole or in fragments, and ADTS), MP3, Ogg Vorbis and FLAC. Files of one codec form a ladder, with
/// the same entry points as `Transcoder` makes; a rendition is called by its codec and measured bit rate: `aac-96`.
///
/// What of a file is the programme is what it says itself: `iTunSMPB` or the edit list of MP4, LAME's tag of MP3, granule
/// positions of Ogg. ADTS and MP3 without LAME's tag say nothing: all of it is taken, with a note in the package, and
/// beside files that begin elsewhere they are refused.
public struct Packager: Sendable {
    /// How media lie in files.
    public var layout: Layout
    /// Target length of a segment in seconds, 2 to 10.
    public var segmentDuration: Double
    /// What a file may be at most.
    public var limits: MasterLimits

    /// Nothing is read before `package`, which also refuses a `segmentDuration` that is out of range.
    public init(layout: Layout = .segments, segmentDuration: Double = 4, limits: MasterLimits = .standard) {
        self.layout = layout
        self.segmentDuration = segmentDuration
        self.limits = limits
    }

    /// Packages files of one programme, on threads of their own.
    ///
    /// `master` of the package describes the first file, `preset` is called `package` and has the renditions; loudness
    /// is not measured. Inputs that do not match in length, rate, channels or content are refused with the reason.
    ///
    /// - Parameters:
    ///   - inputs: paths, at least one; the order is that of the renditions.
    ///   - sink: abandoned when anything fails.
    /// - Throws: `LatheError`; `CancellationError` when the awaiting task is cancelled. Nothing of the output is left
    ///   then.
    public func package(_ inputs: [String], to sink: any PackageSink) async throws -> Package {
        let outcome = Outcome<Package>()
        let cancellation = Cancellation()
        let thread = Thread { [self] in
            let result = Result { try rethrowing { try run(inputs, sink, cancellation) } }
            if case .failure = result {
                cancellation.request()
                sink.abandon()
            }
            outcome.settle(result)
        }
        thread.name = "lathe-package"
        return try await withTaskCancellationHandler {
            thread.start()
            return try await outcome.value
        } onCancel: {
            cancellation.request()
        }
    }

    private func run(_ paths: [String], _ sink: any PackageSink, _ cancellation: Cancellation) throws -> Package {
        let inputs = try paths.map { try CodedFile.open($0, limits: limits) }
        let ladder = try CodedLadder(inputs, segmentDuration: segmentDuration)
        return try PackagingJob(
            inputs: inputs, ladder: ladder, layout: layout, sink: sink, cancellation: cancellation
        ).run()
    }
}
