/// What is answered to a caller who wants something.
public enum Decision: String, Sendable, Equatable {
    /// Do it.
    case allow
    /// 404: the caller may not know that the object exists.
    case hide
    /// 403: the caller may know the object, but not do this.
    case forbid
}

/// Who may do what: a table, and nothing that the table does not say.
public enum Permissions {
    /// Decides for a role, an action and a relation. Objects of other tenants do not exist for anyone.
    public static func decide(_ role: Role, _ action: Action, _ relation: Relation) -> Decision {
        let rule = rule(for: action)
        switch relation {
        case .owner: return rule.own.contains(role) ? .allow : .forbid
        case .visible: return rule.others.contains(role) ? .allow : .forbid
        case .hidden where rule.hidden.contains(role): return .allow
        case .hidden, .foreign: return .hide
        }
    }

    private struct Rule {
        /// Who may do it to what is their own.
        let own: Set<Role>
        /// Who may do it to others' public objects.
        let others: Set<Role>
        /// Who may do it to others' private objects.
        let hidden: Set<Role>

        init(own: Set<Role>, others: Set<Role> = [.admin], hidden: Set<Role> = [.admin]) {
            (self.own, self.others, self.hidden) = (own, others, hidden)
        }
    }

    private static let people: Set<Role> = [.listener, .artist, .admin]
    private static let publishers: Set<Role> = [.artist, .admin]
    private static let everyone = Set(Role.allCases)

    private static func rule(for action: Action) -> Rule {
        switch action {
        case .requestUpload, .createTrack, .editTrack, .replaceTrack, .deleteTrack: Rule(own: publishers)
        case .createAlbum, .editAlbum, .deleteAlbum: Rule(own: publishers)
        case .createArtist, .editArtist, .deleteArtist: Rule(own: publishers)
        case .readTrack, .readAlbum, .readArtist: Rule(own: everyone, others: everyone, hidden: [.admin, .worker])
        case .streamTrack: Rule(own: people, others: people)
        case .createPlaylist, .editPlaylist, .deletePlaylist: Rule(own: people)
        case .readPlaylist, .search: Rule(own: people, others: people)
        case .readUser, .editUser, .deleteUser: Rule(own: people)
        case .createUser, .listUsers, .assignRole, .manageJobs: Rule(own: [.admin])
        case .watchEvents, .manageWebhooks: Rule(own: publishers)
        }
    }
}
