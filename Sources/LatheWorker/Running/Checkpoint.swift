/// A point of a job's way at which tests end the process, to see that nothing depends on what comes after.
public enum Checkpoint: String, Sendable, CaseIterable {
    case claimed
    case masterFetched
    case encodingStarted
    case objectUploaded
    case playlistUploaded
    case packageUploaded
    /// Everything is in the store, and no row says so.
    case beforePublication
    /// Inside the transaction, before it is committed.
    case insidePublication
    /// Listeners see it; the scratch folder is still there.
    case published
    case cleanedUp
}
