internal import Foundation
internal import LatheDatabase

extension Connection {
    /// Goes through the keys of enqueued masters that were put into the store, in the order of their revisions: those of
    /// which the revision's job says so. What has no job any more is nobody's.
    func forEachOwedDelivery(_ body: (String) throws -> Void) throws {
        var last = ""
        while case let rows = try rows(Self.deliveries(after: last)), !rows.isEmpty {
            for row in rows {
                let (version, payload): (String, String) = (try row["master_version"], try row["payload"])
                let key = "masters/\(version)"
                if MasterPlace(payload)?.key == key { try body(key) }
            }
            last = try rows[rows.count - 1]["id"]
        }
    }

    /// Most jobs are passed over by a look at their text: a payload has kilobytes.
    private static func deliveries(after id: String) -> SQL {
        """
        SELECT revisions.id AS id, revisions.master_version AS master_version, jobs.payload AS payload
        FROM revisions JOIN jobs ON jobs.id = revisions.job_id
        WHERE revisions.id > \(id) AND revisions.master_version NOT LIKE 'upload:%'
            AND jobs.payload LIKE '%"object"%'
        ORDER BY revisions.id LIMIT 1000
        """
    }
}

/// What a job's payload says of where its master is, and nothing else of it.
private struct MasterPlace {
    let key: String

    private struct Order: Decodable {
        struct Master: Decodable {
            struct Object: Decodable { let key: String }

            let object: Object?
        }

        let master: Master
    }

    /// Nil where it is not in the store.
    init?(_ payload: String) {
        // Jobs of other kinds have other payloads.
        guard let object = (try? JSONDecoder().decode(Order.self, from: Data(payload.utf8)))?.master.object else {
            return nil
        }
        key = object.key
    }
}
