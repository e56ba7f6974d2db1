internal import Foundation
internal import LatheHTTP
internal import LatheStorage

extension Service {
    /// The web page and what it needs.
    ///
    /// The page is at `/app/`, so that its relative links work below whatever path a proxy puts it; `/` leads there.
    func addPage(to router: inout Router) {
        let site = Site(embedded: WebFiles.all, mediaOrigin: parts.store.presignedOrigin)
        let toPage = Response(307, headers: ["Location": "app/", "Cache-Control": "no-cache"])
        router.register(.get, "/") { _ in toPage }
        router.register(.get, "/app") { _ in toPage }
        router.register(.get, "/app/*path") { request in
            guard let response = site.response(to: request, path: request.parameters["path"] ?? "") else {
                throw Problem(404)
            }
            return response
        }
        let description = SiteFile(PackageResources.openapi_json, type: "application/json")
        router.register(.get, "/openapi.json") { request in
            var response = description.response(to: request)
            // For tools on other sites: it says nothing that is not public.
            response.headers["Access-Control-Allow-Origin"] = "*"
            return response
        }
        addVendor(to: &router)
    }

    /// Programs of others, where they are installed.
    private func addVendor(to router: inout Router) {
        let file = parts.settings.vendorFolder.map { $0 + "/hls.js" }
        router.register(.get, "/vendor/hls.js") { request in
            guard let file, let body = FileBody(path: file) else {
                throw Problem(404, detail: "hls.js is not installed.")
            }
            return .file(
                body, for: request, type: "text/javascript; charset=utf-8",
                headers: ["Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"])
        }
    }
}
