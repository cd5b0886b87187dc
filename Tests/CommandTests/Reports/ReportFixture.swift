import Diagnostics
import Host
import JSONValues
import Manifests
import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// Findings to write reports of.
enum ReportFixture {
    /// What `validate` finds in texts.
    static func findings(in texts: [(name: String, bytes: [UInt8])]) async -> Findings {
        let files = MemoryFileSystem()
        for text in texts { files.add(text.name, bytes: text.bytes) }
        let request = ValidationRequest(paths: texts.map(\.name))
        return await Validation(request, on: .inMemory(files: files, console: RecordingConsole())).findings()
    }

    /// What `validate` finds in the corpus of broken manifests, with valid ones among them.
    static func corpus() async throws -> Findings {
        var texts = try BrokenManifestTests.Case.all.map {
            (name: "broken/" + $0.file, bytes: try $0.bytes())
        }
        for name in ["manifests/heart-disease.yaml", "manifests/emulator.yaml"] {
            texts.append((name, try Fixture.bytes(name)))
        }
        return await findings(in: texts)
    }

    /// Three files: one valid, one with a warning, one with two errors of which one has a second place; and a file that
    /// is not there.
    static let plain: Findings = {
        let broken = SourceText(name: "./manifests/b.yaml", text: "kind: x\njobs:\n  ä: 1\n  retriez: 3\n")
        let doubtful = SourceText(name: "manifests/c.yaml", text: "one\ntwo")
        let unknown = Diagnostic(
            .unknownKey,
            "unknown key `retriez`",
            at: label(broken, "retriez", "not a key of `job`"),
            secondary: [label(broken, "jobs", "in these")],
            notes: ["a fact\nin two lines"],
            help: "did you mean `retry`?"
        )
        return Findings(
            files: [
                Findings.File(name: "manifests/a.yaml", kinds: ["JobManifest", "Emulator"], diagnostics: []),
                Findings.File(
                    name: broken.name,
                    kinds: ["JobManifest"],
                    diagnostics: [
                        Diagnostic(.unknownKey, "unknown key `ä`", at: label(broken, "ä: 1")), unknown,
                    ]
                ),
                Findings.File(
                    name: doubtful.name,
                    kinds: ["JobManifest"],
                    diagnostics: [
                        Diagnostic(.unknownKey, severity: .warning, "oddity", at: label(doubtful, "two"))
                    ]
                ),
            ],
            general: [Diagnostic(.fileNotFound, "cannot read `d.yaml`")],
            sources: [broken, doubtful]
        )
    }()

    /// Names and texts that try to break out of every format.
    static let hostile: Findings = {
        var findings = Findings()
        for (number, name) in hostileNames.enumerated() {
            let line = hostileNames.joined(separator: " ").split(separator: "\n").joined(separator: " ")
            let source = SourceText(
                name: name,
                text: "````\n\(line)\n::error::x\n##[add-mask]y\n```\n</pre></code>\n\(line)\n"
            )
            let lines = (1...source.lineStarts.count).map { source.lineRange($0) }
            let diagnostics = lines.enumerated().map { index, range in
                Diagnostic(
                    .unknownKey,
                    severity: (number + index).isMultiple(of: 3) ? .warning : .error,
                    hostileNames[(number + index) % hostileNames.count],
                    at: .init(SourceSpan(file: name, start: range.lowerBound, end: range.upperBound), line),
                    secondary: [.init(SourceSpan(file: name, start: 0, end: 3), name)],
                    notes: [name, "\n\n```\n\n::set-output name=a::b\n</details>\n"],
                    help: line
                )
            }
            findings.files.append(Findings.File(name: name, kinds: ["JobManifest"], diagnostics: diagnostics))
            findings.sources.append(source)
            findings.general.append(Diagnostic(.fileNotFound, name, help: line))
        }
        return findings
    }()

    static let hostileNames = [
        "a\nb.yaml", "a\r\n::error::x.yaml", "::add-mask::x", "  ::stop-commands::x", "##[group]a",
        "##vso[task.x]",
        "]]>.yaml", "\"'.yaml", "a`b``c```d.yaml", "<img src=x onerror=alert(1)>", "</details></code></pre>",
        "<!-- x -->", "@someone", "\u{202E}lmay.txt", "\u{1B}[31mred\u{1B}]8;;http://x\u{7}",
        "\u{85}\u{9B}31m",
        "🧪 é e\u{301} 漢字.yaml", "# skip", "x # TODO not now", "x \\# y", "a,b:c=d%0A%3A.yaml",
        "https://evil.example/",
        "www.evil.example", "[x](http://evil.example)", "[y](1)", "---", "...", "- a: &b *c", "a|b\\|c",
        "../up.yaml",
        "/abs/ol ute.yaml", "./././dot.yaml", " ", "\u{FFFE}\u{FFFF}", "Bail out! now", "1..0",
        "ok 1", "\0",
        "\u{FEFF}\u{200B}\u{E0041}", "{0} ${{ secrets.X }} {{x}}", String(repeating: "`", count: 500),
    ]

    /// Many findings, all on one line of half a megabyte.
    static func many(_ count: Int) -> Findings {
        var text = "{"
        var diagnostics: [Diagnostic] = []
        for number in 0..<count {
            let start = text.utf8.count
            text += "\"schlüssel\(number)\": \(number), "
            diagnostics.append(
                Diagnostic(
                    .unknownKey,
                    severity: number.isMultiple(of: 4) ? .warning : .error,
                    "unknown key `schlüssel\(number)`",
                    at: .init(
                        SourceSpan(file: "one-line.json", start: start, end: text.utf8.count),
                        "not a key"
                    ),
                    help: "take it away"
                )
            )
        }
        text += String(repeating: "x", count: 500_000)
        return Findings(
            files: [Findings.File(name: "one-line.json", kinds: ["document"], diagnostics: diagnostics)],
            sources: [SourceText(name: "one-line.json", text: text)]
        )
    }

    /// A label on the first occurrence of some text.
    static func label(
        _ source: SourceText,
        _ text: String,
        _ words: String = "",
        showsExcerpt: Bool = true
    ) -> Diagnostic.Label {
        let bytes = Array(text.utf8)
        let start = source.bytes.indices.first { source.bytes[$0...].starts(with: bytes) } ?? 0
        return .init(
            SourceSpan(file: source.name, start: start, end: start + bytes.count),
            words,
            showsExcerpt: showsExcerpt
        )
    }
}
