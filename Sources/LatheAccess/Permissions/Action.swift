/// What a caller may want, one for each kind of request of the API.
public enum Action: String, Sendable, Hashable, CaseIterable {
    // Uploads and tracks.
    case requestUpload, createTrack, readTrack, streamTrack, editTrack, replaceTrack, deleteTrack
    // What tracks belong to.
    case createAlbum, readAlbum, editAlbum, deleteAlbum
    case createArtist, readArtist, editArtist, deleteArtist
    // What listeners have.
    case createPlaylist, readPlaylist, editPlaylist, deletePlaylist
    case createUser, listUsers, readUser, editUser, deleteUser
    // Apart from `editUser`, as users edit themselves.
    case assignRole
    // The rest.
    case search, watchEvents, manageWebhooks, manageJobs
}
