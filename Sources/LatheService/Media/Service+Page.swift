internal import LatheHTTP

extension Service {
    /// The web page and what it needs.
    func addPage(to router: inout Router) {}
}
