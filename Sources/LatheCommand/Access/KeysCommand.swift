import LatheAccess

/// `lathe keys …`: what operators do with the keys that tokens and addresses are signed with.
enum KeysCommand {
    static let group = CommandGroup(
        name: "keys", summary: "list and rotate what tokens are signed with", commands: [list, rotate])

    private static let list = CommandSyntax(
        name: "keys list", summary: "show the keys, without their secrets", options: places)

    private static let rotate = CommandSyntax(
        name: "keys rotate", summary: "sign with a new key from now on", options: [grace.syntax] + places,
        notes: """
            What the former key has signed is good for the grace: with 0s no longer at all, as it must be for a stolen
            one. Keys in their grace from before stay. Running services notice within a second.
            """)

    private static let grace = ValueOption<Duration>.duration(
        OptionSyntax(name: "grace", placeholder: "TIME", help: "how long the former key verifies (24h)"),
        in: .zero ... .seconds(366 * 24 * 3600))

    private static let places = Configuration.options(.data, .keys)

    static func run(_ arguments: ParsedArguments, _ console: Console) throws {
        let configuration = try Configuration(arguments, environment: console.environment)
        let store = KeyStore(path: configuration.keys.value)
        guard arguments.command == rotate.name else { return try console.write(table(of: store.keys())) }
        let grace = try arguments.value(grace) ?? .seconds(24 * 3600)
        let kid = try store.rotate(grace: grace.components.seconds, at: .now)
        try console.write("\(kid) signs from now on\n")
    }

    private static func table(of keys: [AccessKey]) -> String {
        var table = Table(alignments: [.left, .left])
        table.rows = keys.map { [$0.kid, description(of: $0.state)] }
        return table.rendered()
    }

    private static func description(of state: AccessKey.State) -> String {
        switch state {
        case .active: "signs"
        case .verifying(until: nil): "verifies"
        case .verifying(let until?): "verifies until \(timestamp(until.seconds * 1000))"
        case .retired(let since): "retired since \(timestamp(since.seconds * 1000))"
        }
    }
}
