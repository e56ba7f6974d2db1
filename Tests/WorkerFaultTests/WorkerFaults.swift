internal import Testing

/// What happens to workers in the field, done to real ones by signals.
///
/// One after the other: they measure times, and each keeps a small machine busy.
@Suite("Workers under fire", .serialized)
enum WorkerFaults {}
