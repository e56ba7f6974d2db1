import LatheAccess

/// `lathe token`.
enum TokenCommand {
    private static let role = ValueOption<Role>.choice(
        OptionSyntax(
            name: "role", placeholder: "ROLE", isRequired: true, help: "listener, artist, admin or worker"))
    private static let subject = ValueOption.text(
        OptionSyntax(name: "subject", placeholder: "NAME", isRequired: true, help: "who it is for"))
    private static let lifetime = ValueOption<Duration>.duration(
        OptionSyntax(name: "lifetime", placeholder: "TIME", help: "how long it is good for (24h)"),
        in: .seconds(1) ... .seconds(366 * 24 * 3600))

    static let syntax = CommandSyntax(
        name: "token",
        summary: "make a token that somebody signs in with",
        options: [role.syntax, subject.syntax, lifetime.syntax] + Configuration.options(.data, .keys),
        notes: """
            Whoever has the token is who it says until its time is over or the key that signed it is: see `lathe keys`.

            examples:
              lathe token --role artist --subject ann
              lathe token --role listener --subject test --lifetime 10m
            """)

    static func run(_ arguments: ParsedArguments, _ console: Console) throws {
        guard let role = try arguments.value(role), let subject = try arguments.value(subject) else { return }
        let lifetime = try arguments.value(lifetime) ?? .seconds(24 * 3600)
        let configuration = try Configuration(arguments, environment: console.environment)
        let issuer = TokenIssuer(
            policy: ServiceAccess.policy, ring: try KeyRing(KeyStore(path: configuration.keys.value)))
        try console.write(
            issuer.token(for: subject, role: role, lifetime: max(1, lifetime.components.seconds), at: .now) + "\n")
    }
}
