import FoundationEssentials
import Glibc

extension ConfigurationFile {
    /// Names the file.
    static let option = ValueOption.text(
        OptionSyntax(name: "config", placeholder: "FILE", help: "the configuration, JSON5; see `lathe help config`"))
    static let variable = "LATHE_CONFIG"
    /// What it is called in the data folder.
    static let name = "lathe.json5"

    /// The file that an option or a variable names, else the one in the data folder, if there is one.
    ///
    /// The working directory is not searched: a folder that somebody else filled must not decide where music goes.
    /// - Throws: `UsageError` where a file that is named cannot be read, where the one in the data folder names another
    ///   data folder, and for what it must not say.
    static func find(flags: [String: String], environment: [String: String]) throws -> ConfigurationFile? {
        if let path = flags[option.syntax.name] { return try read(path, .option(option.syntax.name)) }
        if let path = environment[variable], !path.isEmpty { return try read(path, .variable(variable)) }
        let folder = try Configuration.resolve(flags: flags, environment: environment).data.value
        let path = folder + (folder.hasSuffix("/") ? "" : "/") + name
        guard access(path, F_OK) == 0 else { return nil }
        let file = try read(path, .builtIn)
        guard file.texts[Setting.data.key] == nil else {
            throw UsageError(
                "\"data\" in \(path) cannot be: the file was found by the data folder; use --data or --config",
                command: "config")
        }
        return file
    }

    private static func read(_ path: String, _ origin: Origin) throws -> ConfigurationFile {
        let data: Data
        do {
            data = try Data(contentsOf: URL(filePath: path))
        } catch {
            let who = origin == .builtIn ? "" : " (\(origin))"
            throw UsageError("the configuration \(path)\(who) cannot be read", command: "config")
        }
        return try ConfigurationFile(json5: data, path: path, origin: origin)
    }
}

extension Configuration {
    /// What is in force for a command: reads the file, if there is one.
    /// - Throws: as `resolve(flags:environment:file:)` and `ConfigurationFile.find(flags:environment:)`.
    init(_ arguments: ParsedArguments, environment: [String: String]) throws {
        let flags = arguments.texts.compactMapValues(\.last)
        let file = try ConfigurationFile.find(flags: flags, environment: environment)
        self = try .resolve(flags: flags, environment: environment, file: file)
    }

    /// The options of a command that uses these settings.
    static func options(_ settings: Setting...) -> [OptionSyntax] {
        [ConfigurationFile.option.syntax] + settings.map(\.syntax)
    }
}
