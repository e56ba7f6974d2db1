internal import LatheHTTP

extension Service {
    /// Masters in, packages out.
    func addMedia(to router: inout Router) {}
}
