@testable internal import LatheAccess
internal import Testing

struct PermissionsTests {
    /// For each action and role what is answered for an object of one's own, another's public one, another's private
    /// one, and one of another tenant: + allow, - forbid (403), . hide (404).
    private static let table = """
        action           listener  artist  admin  worker
        requestUpload    --..      +-..    +++.   --..
        createTrack      --..      +-..    +++.   --..
        readTrack        ++..      ++..    +++.   +++.
        streamTrack      ++..      ++..    +++.   --..
        editTrack        --..      +-..    +++.   --..
        replaceTrack     --..      +-..    +++.   --..
        deleteTrack      --..      +-..    +++.   --..
        createAlbum      --..      +-..    +++.   --..
        readAlbum        ++..      ++..    +++.   +++.
        editAlbum        --..      +-..    +++.   --..
        deleteAlbum      --..      +-..    +++.   --..
        createArtist     --..      +-..    +++.   --..
        readArtist       ++..      ++..    +++.   +++.
        editArtist       --..      +-..    +++.   --..
        deleteArtist     --..      +-..    +++.   --..
        createPlaylist   +-..      +-..    +++.   --..
        readPlaylist     ++..      ++..    +++.   --..
        editPlaylist     +-..      +-..    +++.   --..
        deletePlaylist   +-..      +-..    +++.   --..
        createUser       --..      --..    +++.   --..
        listUsers        --..      --..    +++.   --..
        readUser         +-..      +-..    +++.   --..
        editUser         +-..      +-..    +++.   --..
        deleteUser       +-..      +-..    +++.   --..
        assignRole       --..      --..    +++.   --..
        search           ++..      ++..    +++.   --..
        watchEvents      --..      +-..    +++.   --..
        manageWebhooks   --..      +-..    +++.   --..
        manageJobs       --..      --..    +++.   --..
        """

    @Test("Role, action and ownership decide as in the table, which has every action")
    func table() throws {
        let rows = Self.table.split(separator: "\n").map { $0.split(separator: " ") }
        let roles = try rows[0].dropFirst().map { try #require(Role(rawValue: String($0))) }
        #expect(Set(roles) == Set(Role.allCases))
        #expect(rows.dropFirst().map { String($0[0]) } == Action.allCases.map(\.rawValue))
        for row in rows.dropFirst() {
            let action = try #require(Action(rawValue: String(row[0])))
            for (role, cell) in zip(roles, row.dropFirst()) {
                let decisions = Relation.allCases.map { Permissions.decide(role, action, $0) }
                let text = decisions.map { $0 == .allow ? "+" : $0 == .forbid ? "-" : "." }.joined()
                #expect(text == cell, "\(role) \(action)")
            }
        }
    }

    @Test(
        "Another tenant's object is foreign, whoever owns it; one's own is one's own, public or not",
        arguments: [
            ("ada", "x", true, Relation.owner), ("ada", "x", false, .owner), ("bob", "x", true, .visible),
            ("bob", "x", false, .hidden), (nil, "x", true, .visible), (nil, "x", false, .hidden),
            ("ada", "y", true, .foreign), ("ada", nil, true, .foreign), ("Ada", "x", false, .hidden),
        ] as [(String?, String?, Bool, Relation)])
    func relation(owner: String?, tenant: String?, isPublic: Bool, relation: Relation) {
        let ada = Principal(subject: "ada", role: .artist, tenant: "x", expiresAt: .latest)
        #expect(Relation(of: ada, owner: owner, tenant: tenant, isPublic: isPublic) == relation)
    }
}
