internal import LatheDatabase

extension Catalog {
    /// In which order a track's revisions were delivered; those of before in the order of their ids.
    static let deliveries = Migration(
        "catalog/0013-deliveries",
        [
            "ALTER TABLE tracks ADD COLUMN deliveries BIGINT NOT NULL DEFAULT 0",
            "ALTER TABLE revisions ADD COLUMN delivery BIGINT NOT NULL DEFAULT 0",
            """
            UPDATE revisions SET delivery = (
                SELECT count(*) FROM revisions AS earlier
                WHERE earlier.track_id = revisions.track_id AND earlier.id <= revisions.id)
            """,
            """
            UPDATE tracks SET deliveries = (
                SELECT count(*) FROM revisions WHERE revisions.track_id = tracks.id)
            """,
            "DROP INDEX revisions_track",
            "CREATE INDEX revisions_track ON revisions (track_id, delivery, id)",
        ])
}
