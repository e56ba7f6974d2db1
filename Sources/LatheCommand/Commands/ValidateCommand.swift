import LatheValidation

/// `lathe validate`.
enum ValidateCommand {
    static let json = OptionSyntax(name: "json", help: "print one line of JSON, whose keys stay the same")

    static let syntax = CommandSyntax(
        name: "validate",
        summary: "check a package against the standards and against its own description",
        operands: [
            .init(placeholder: "DIR|PLAYLIST|MPD", help: "a package, of Lathe or others, or one playlist or manifest")
        ],
        options: [json],
        notes: """
            Every finding has a severity (error, warning, note), a code that stays the same, the clause that it rests
            on, and a remedy. The exit status is 0 without errors, 65 with any. The codes, by severity:

            \(codeTable)
            examples:
              lathe validate package
              lathe validate package/manifest.mpd --json
            """)

    /// - Throws: `ValidationError` when there is nothing to look at.
    static func run(_ arguments: ParsedArguments, _ console: Console) throws -> ExitStatus {
        let report = try Validator(path: arguments.operands[0]).validate()
        try console.write(arguments.has(json) ? jsonLine(report) : text(of: report))
        return report.hasErrors ? .badPackage : .success
    }

    /// For people: findings by file, then one line that sums up.
    static func text(of report: ValidationReport) -> String {
        var text = ""
        var file: String?
        for finding in report.findings {
            if finding.place.file != file, file != nil { text += "\n" }
            file = finding.place.file
            text += "\(finding.place): \(finding.severity.rawValue): \(finding.message) [\(finding.code.rawValue)]\n"
            text += "    \(finding.clause). \(finding.remedy)\n"
        }
        return text + (text.isEmpty ? "" : "\n") + summary(of: report)
    }

    private static func summary(of report: ValidationReport) -> String {
        let extent =
            "\(counted(report.fileCount, "file")), \(counted(report.segmentCount, "segment")), "
            + "\(clock(report.seconds)) checked"
        let counts = Finding.Severity.allCases.map { counted(report.count(of: $0), $0.rawValue) }
        let more = report.suppressedCount > 0 ? " (and \(report.suppressedCount) more of the same kinds)" : ""
        if report.isClean {
            let notes = report.findings.isEmpty ? "" : ", \(counts[2])"
            return "package is clean: \(extent)\(notes)\n"
        }
        return counts.joined(separator: ", ") + more + ": \(extent)\n"
    }

    private static var codeTable: String {
        Finding.Severity.allCases.map { severity in
            let codes = FindingCode.allCases.filter { $0.rule.severity == severity }.map(\.rawValue)
            return "  \(severity.rawValue)\n" + filled(codes, width: 92, indent: "    ")
        }.joined()
    }

    /// Words in lines of at most so many characters.
    private static func filled(_ words: [String], width: Int, indent: String) -> String {
        var lines: [String] = []
        for word in words {
            if let last = lines.last, last.count + 2 + word.count <= width {
                lines[lines.count - 1] = last + ", " + word
            } else {
                lines.append(word)
            }
        }
        return lines.map { indent + $0 + "\n" }.joined()
    }
}
