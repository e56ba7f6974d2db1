internal import LatheAccess
internal import LatheCatalog
internal import LatheDatabase
internal import LatheHTTP
internal import LatheJobs

extension Service {
    var jobEndpoints: [Endpoint] {
        [
            .get("/jobs", listJobs), .get("/jobs/:id", explainJob), .change(.post, "/jobs/:id/retry", retryJob),
            .change(.post, "/jobs/:id/cancel", cancelJob),
        ]
    }

    private func listJobs(_ call: Call) async throws -> Response {
        try call.authorize(.manageJobs)
        let page = try PageQuery(call.request.query)
        if let cursor = page.cursor, !RequestFields.isID(cursor) { throw PageQuery.foreignCursor }
        let states = try call.request.query["state"].map {
            guard let state = Job.State(rawValue: $0) else {
                let states = Job.State.allCases.map(\.rawValue).joined(separator: ", ")
                throw Problem.malformed("The state is one of \(states).")
            }
            return [state]
        }
        let jobs = try await parts.queue.list(
            JobFilter(states: states ?? []), limit: page.limit + 1, before: page.cursor)
        let shown = jobs.prefix(page.limit)
        let titles = try await titles(of: shown)
        return try Answer(
            PageDocument(
                items: shown.map { JobDocument($0, titles: titles) },
                next: jobs.count > page.limit ? shown.last?.id : nil),
            isSecret: true
        ).response
    }

    private func explainJob(_ call: Call) async throws -> Response {
        let job = try await job(of: call)
        let attempts = try await parts.queue.attempts(of: job.id)
        return try Answer(
            JobExplanationDocument(
                job: JobDocument(job, titles: try await titles(of: [job])), attempts: attempts.map(AttemptDocument.init)
            ),
            isSecret: true
        ).response
    }

    private func retryJob(_ call: Call) async throws -> Response {
        let job = try await job(of: call)
        guard try await parts.queue.retry(job.id) else {
            throw Problem(
                409, detail: "Only dead and cancelled jobs, and those that wait for another attempt, can be retried.")
        }
        return try await answer(withJobOf: call)
    }

    private func cancelJob(_ call: Call) async throws -> Response {
        let job = try await job(of: call)
        switch try await parts.queue.cancel(job.id) {
        case nil: throw Problem.notFound()
        case .succeeded?, .dead?: throw Problem(409, detail: "The job has ended already.")
        case .available?, .running?, .retryable?, .cancelled?: return try await answer(withJobOf: call)
        }
    }

    private func answer(withJobOf call: Call) async throws -> Response {
        let job = try await job(of: call)
        return try Answer(JobDocument(job, titles: try await titles(of: [job])), isSecret: true).response
    }

    /// What the tracks are called that jobs are of, by their ids.
    private func titles(of jobs: some Sequence<Job>) async throws -> [String: String] {
        let tracks = jobs.compactMap(JobDocument.track)
        return try await read { [catalog = parts.catalog] connection in
            let overviews = try catalog.overviews(of: tracks, in: connection)
            return Dictionary(overviews.map { ($0.track.id, $0.track.title) }) { first, _ in first }
        }
    }

    /// The job that a path names, for administrators.
    private func job(of call: Call) async throws -> Job {
        try call.authorize(.manageJobs)
        guard let job = try await parts.queue.job(call.parameter("id")) else { throw Problem.notFound() }
        return job
    }
}
