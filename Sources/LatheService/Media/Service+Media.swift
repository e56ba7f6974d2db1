internal import LatheAccess
internal import LatheHTTP
internal import LatheStorage

extension Service {
    /// Masters in, packages out.
    func addMedia(to router: inout Router) {
        let origin = Origin(
            verifier: DeliveryVerifier(parts.keys), limiter: parts.limiter, now: parts.now, files: deliveredFiles)
        router.register(.get, "/s/*path") { try await origin.respond(to: $0) }
        router.register(.options, "/s/*path") { _ in .preflightForPlayers }
        addUploads(to: &router)
    }

    private var deliveredFiles: any DeliveredFiles {
        if let directory = parts.store as? DirectoryStore { return LocalFiles(store: directory) }
        return switch parts.settings.delivery {
        case .store: RemoteFiles(store: parts.store)
        case .edge: EdgeFiles(store: parts.store)
        }
    }
}
