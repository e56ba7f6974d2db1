/// A short answer as bytes, RFC 9112 §4, after which the connection ends.
enum LastWord {
    static func bytes(_ response: Response, id: String, withContent: Bool) -> [UInt8] {
        var content: [UInt8] = []
        if case .bytes(let bytes) = response.body { content = bytes }
        var text = "HTTP/1.1 \(response.status.code) \(response.status.phrase)\r\n"
        for field in response.headers.fields where Reply.isSendable(field) {
            text += "\(field.name): \(field.value)\r\n"
        }
        text += "\(Reply.idField): \(id)\r\nConnection: close\r\n"
        if response.status.allowsContent { text += "Content-Length: \(content.count)\r\n" }
        return Array((text + "\r\n").utf8) + (withContent ? content : [])
    }
}
