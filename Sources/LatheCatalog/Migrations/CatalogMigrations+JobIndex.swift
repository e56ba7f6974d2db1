internal import LatheDatabase

extension Catalog {
    /// Which revision a job makes: asked before a job is forgotten.
    static let jobIndex = Migration(
        "catalog/0012-job-index", ["CREATE INDEX revisions_job ON revisions (job_id) WHERE job_id IS NOT NULL"])
}
