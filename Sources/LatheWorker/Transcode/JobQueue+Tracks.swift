public import LatheCatalog
public import LatheJobs

extension JobQueue {
    /// The queue that makes a catalogue's tracks: a job that comes to nothing is told as `track.failed`, in the
    /// transaction that ends it.
    ///
    /// - Parameter catalog: in the queue's database.
    public init(makingTracksOf catalog: Catalog, settings: QueueSettings = QueueSettings()) {
        self.init(database: catalog.database, settings: settings) { job, connection in
            guard let revision = TranscodeOrder.revision(ofKey: job.uniqueKey), let failure = job.lastFailure else {
                return
            }
            try catalog.announce(
                RevisionFailure(code: failure.code, message: failure.message, remedy: failure.remedy), of: revision,
                in: connection)
        }
    }
}
