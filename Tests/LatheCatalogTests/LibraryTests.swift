import LatheCatalog
import LatheDatabase
import TestDatabases
import TestServers
import Testing

@Suite("Users, artists and albums")
struct LibraryTests {
    @Test("What is not one's own is not found", arguments: DatabaseKind.allCases)
    func ownership(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            try await catalog.write { catalog, connection in
                let artist = album.artistID
                #expect(
                    try catalog.updateAlbum(
                        album.id, to: AlbumDetails(name: "x"), ifVersion: nil, by: bob, in: connection) == .notFound)
                #expect(try catalog.renameArtist(artist, to: "x", ifVersion: nil, by: bob, in: connection) == .notFound)
                #expect(try catalog.createAlbum(AlbumDetails(name: "x"), of: artist, by: bob, in: connection) == nil)
                #expect(try catalog.deleteAlbum(album.id, by: bob, in: connection) == .notFound)
                #expect(try !catalog.addMember("bob", to: artist, by: bob, in: connection))

                #expect(try catalog.addMember("bob", to: artist, by: ann, in: connection))
                #expect(try catalog.addMember("bob", to: artist, by: ann, in: connection))
                #expect(try catalog.members(of: artist, in: connection) == ["ann", "bob"])
                #expect(try catalog.artists(of: "bob", in: connection).map(\.id) == [artist])
                let renamed = try catalog.updateAlbum(
                    album.id, to: AlbumDetails(name: "y"), ifVersion: nil, by: bob, in: connection)
                #expect(renamed.value?.name == "y")

                #expect(try catalog.removeMember("bob", from: artist, by: ann, in: connection))
                #expect(try !catalog.removeMember("bob", from: artist, by: ann, in: connection))
                #expect(try !catalog.isMember("bob", of: artist, in: connection))
                #expect(
                    try catalog.updateAlbum(
                        album.id, to: AlbumDetails(name: "z"), ifVersion: nil, by: bob, in: connection) == .notFound)
                #expect(try catalog.addMember("bob", to: artist, by: admin, in: connection))
                #expect(try catalog.isMember("bob", of: artist, in: connection))
            }
        }
    }

    @Test("Of two changes for the same version one is told what the other has done", arguments: DatabaseKind.allCases)
    func lostUpdate(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            let outcomes = try await withThrowingTaskGroup(of: Change<Album>.self) { group in
                for name in ["one", "two", "three", "four"] {
                    group.addTask {
                        try await catalog.write {
                            try $0.updateAlbum(album.id, to: AlbumDetails(name: name), ifVersion: 1, by: ann, in: $1)
                        }
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            let winner = try #require(outcomes.compactMap(\.value).first)
            #expect(winner.version == 2)
            #expect(outcomes.filter { $0 == .conflict(current: winner) }.count == 3)
        }
    }

    @Test("What others lie in is not deleted", arguments: DatabaseKind.allCases)
    func notEmpty(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            let album = try await catalog.album()
            let track = try await catalog.track(on: album).track
            try await catalog.write { catalog, connection in
                #expect(try catalog.deleteArtist(album.artistID, by: ann, in: connection) == .notEmpty)
                #expect(try catalog.deleteAlbum(album.id, by: ann, in: connection) == .notEmpty)
                _ = try catalog.deleteTrack(track.id, by: ann, in: connection)
                let conflict = try catalog.deleteAlbum(album.id, ifVersion: 7, by: ann, in: connection)
                #expect(conflict == .conflict(current: album))
                guard case .deleted = try catalog.deleteAlbum(album.id, ifVersion: 1, by: ann, in: connection) else {
                    Issue.record("the album is there")
                    return
                }
                #expect(try catalog.album(album.id, in: connection) == nil)
                #expect(try catalog.deleteAlbum(album.id, by: ann, in: connection) == .notFound)
                guard case .deleted = try catalog.deleteArtist(album.artistID, by: ann, in: connection) else {
                    Issue.record("the artist is there")
                    return
                }
                #expect(
                    try catalog.createAlbum(AlbumDetails(name: "x"), of: album.artistID, by: admin, in: connection)
                        == nil)
            }
        }
    }

    @Test("An album is not deleted from under a track that is being made")
    func deletionMeetsCreation() async throws {
        try await withCatalog(on: .postgreSQL) { catalog in
            let album = try await catalog.album()
            let upload = try await catalog.completeUpload()
            let creation = try await SlowTransaction(in: catalog.database) {
                try catalog.createTrack(titled: "x", on: album.id, from: .sample(upload.id), by: ann, in: $0)
            }
            let deletion = Task { try await catalog.write { try $0.deleteAlbum(album.id, by: ann, in: $1) } }
            try await catalog.database.untilSomeoneWaits()
            #expect(try await creation.commit().accepted != nil)
            #expect(try await deletion.value == .notEmpty)
        }
    }

    @Test("A track is not made on an album that is being deleted")
    func creationMeetsDeletion() async throws {
        try await withCatalog(on: .postgreSQL) { catalog in
            let album = try await catalog.album()
            let upload = try await catalog.completeUpload()
            let deletion = try await SlowTransaction(in: catalog.database) {
                try catalog.deleteAlbum(album.id, by: ann, in: $0)
            }
            let creation = Task { try await catalog.deliver(upload, titled: "x", on: album) }
            try await catalog.database.untilSomeoneWaits()
            guard case .deleted = try await deletion.commit() else {
                Issue.record("it was empty")
                return
            }
            #expect(try await creation.value == .notFound)
            #expect(try await catalog.read { try $0.upload(upload.id, in: $1) }?.state == .complete)
        }
    }

    @Test("A subject is one user's only", arguments: DatabaseKind.allCases)
    func users(kind: DatabaseKind) async throws {
        try await withCatalog(on: kind) { catalog in
            try await catalog.write { catalog, connection in
                let details = UserDetails(name: "Ann", role: "artist", passwordHash: "$argon2id$")
                guard case .created(let user) = try catalog.createUser(details, subject: "ann", in: connection) else {
                    Issue.record("the subject is free")
                    return
                }
                #expect(try catalog.createUser(details, subject: "ann", in: connection) == .taken)
                #expect(try catalog.user(subject: "ann", in: connection) == user)
                let changed = try catalog.updateUser(
                    user.id, to: UserDetails(name: "Ann B.", role: "admin"), ifVersion: 1, in: connection)
                #expect(changed.value?.role == "admin" && changed.value?.passwordHash == nil)
                #expect(try catalog.users(in: connection).items.map(\.name) == ["Ann B."])
                #expect(try catalog.deleteUser(user.id, in: connection).value?.version == 3)
                #expect(try catalog.user(user.id, in: connection) == nil)
                #expect(try catalog.user(subject: "ann", in: connection) == nil)
                #expect(try catalog.createUser(details, subject: "ann", in: connection) == .taken)
            }
        }
    }
}
