import LatheJobs

extension Job {
    /// How tables name it: the end of its id, which is random; its beginning is the time.
    var shortID: String { String(id.suffix(8)) }
}

extension JobQueue {
    /// The job that a word of the command line means: its id, or enough of the beginning or the end of that.
    ///
    /// - Throws: `CommandError` with code `noSuchJob` or `ambiguous`; `DatabaseError`.
    func job(named word: String, to attempt: String) async throws -> Job {
        let subject = "the job \"\(printable(word))\""
        guard word.count >= Self.shortestAbbreviation else {
            throw CommandError(
                .noSuchJob, attempt, subject, because: "an abbreviated id needs at least six characters",
                remedy: "`lathe jobs list` shows them.")
        }
        let candidates = try await jobs(abbreviated: word, limit: 6)
        guard let job = candidates.first else {
            throw CommandError(
                .noSuchJob, attempt, subject, because: "there is none", remedy: "`lathe jobs list` shows what there is."
            )
        }
        guard candidates.count == 1 else {
            let listed = candidates.prefix(5).map(\.id).joined(separator: ", ")
            let others = candidates.count > 5 ? " and others" : ""
            throw CommandError(.ambiguous, attempt, subject, because: "it may be \(listed)\(others)")
        }
        return job
    }
}
