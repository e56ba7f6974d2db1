internal import LatheHTTP

extension Service {
    /// News, and what was listened to.
    func addEvents(to router: inout Router) {}
}
