internal import LatheHTTP

extension Service {
    /// What is read and written as JSON.
    func addAPI(to router: inout Router) {}
}
