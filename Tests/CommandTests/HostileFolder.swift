import Host
import RunnerTestSupport
import Subprocess
import SystemPackage
import Testing

/// What somebody sends for review to make the reviewer's machine tell, fetch, run or hang, and what is to be said.
struct HostileFolder: Sendable, CustomTestStringConvertible {
    let name: String
    /// The files, by their paths below the folder.
    var files: [String: [UInt8]] = [:]
    /// What is done besides, by a shell in the folder; `../outside` is a file that must not be read.
    var script = ""
    /// Words of which each command must say one; none where nothing is wrong.
    let says: [String]
    /// Whether its folder is a repository with a commit.
    var isRepository = false
    /// What `plan` and `validate` are given besides the folder.
    var options: [String] = []
    /// Whether `validate` finds nothing: what is wrong is none of a manifest's own.
    var isValid = false

    var testDescription: String { name }

    /// Whether it names the port that is listened on.
    var namesThePort: Bool {
        files["m.yaml"].map { String(decoding: $0, as: UTF8.self).utf8.contains("{port}".utf8) } ?? false
    }

    init(
        _ name: String,
        _ manifest: String? = nil,
        files: [String: String] = [:],
        script: String = "",
        says: [String],
        isRepository: Bool = false,
        options: [String] = [],
        isValid: Bool = false
    ) {
        self.name = name
        self.files = files.mapValues { Array($0.utf8) }
        if let manifest { self.files["m.yaml"] = Array(manifest.utf8) }
        self.script = script
        self.says = says
        self.isRepository = isRepository
        self.options = options
        self.isValid = isValid
    }

    /// Writes it.
    ///
    /// - Parameter folder: Where; its parent is there too.
    /// - Throws: When it cannot be written.
    func write(to folder: String) async throws {
        let system = SystemFileSystem()
        try system.createFolder(folder)
        for (path, bytes) in files {
            if let slash = path.lastIndex(of: "/") { try system.createFolder(folder + "/" + path[..<slash]) }
            try system.write(bytes, to: folder + "/" + path)
        }
        var script = self.script
        if isRepository {
            script =
                "git init -q . && git add -A && \(Self.commit) --allow-empty -m first\n" + script
        }
        guard !script.isEmpty else { return }
        let result = try await Subprocess.run(
            .path("/bin/sh"),
            arguments: .init(["-ec", "cd \"$1\"\n" + script, "sh", folder]),
            output: .discarded,
            error: .string(limit: 1 << 16)
        )
        try #require(result.terminationStatus == .exited(0), "\(result.standardError)")
    }

    static let commit =
        "git -c user.name=a -c user.email=a@example.com -c commit.gpgsign=false commit -q --no-verify"

    /// A manifest with one endpoint and one job, and something in the place of each part.
    static func manifest(
        endpoint: String = "scoringUri: https://heart.eastus2.inference.ml.azure.com/jobs",
        secret: String = "{ env: AZURE_CLIENT_SECRET }",
        more: String = "",
        job: String = "      x: { type: uri_folder, uri: \"https://a.blob.core.windows.net/d\" }\n"
    ) -> String {
        """
        apiVersion: runner/v1
        kind: JobManifest
        metadata: { name: hostile }
        credentials:
          one:
            type: azure-service-principal
            tenantId: { env: AZURE_TENANT_ID }
            clientId: { env: AZURE_CLIENT_ID }
            clientSecret: \(secret)
        \(more)endpoints:
          mine: { type: azureml-batch, \(endpoint), credential: one }
        jobs:
          a:
            endpoint: mine
            inputs:
        \(job)
        """
    }
}

extension HostileFolder {
    /// The corpus.
    static let all = places + texts + sizes + links + repositories

    private static let places = [
        HostileFolder(
            "a foreign host",
            manifest(endpoint: "scoringUri: \"https://heart.attacker.example/jobs\""),
            says: ["RN0361"]
        ),
        HostileFolder(
            "a host that only begins right",
            manifest(
                endpoint: "scoringUri: \"https://heart.eastus2.inference.ml.azure.com.attacker.example/jobs\""
            ),
            says: ["RN0361"]
        ),
        HostileFolder(
            "the metadata service",
            manifest(endpoint: "scoringUri: \"http://169.254.169.254/jobs\""),
            says: ["RN036"]
        ),
        HostileFolder(
            "this machine",
            manifest(endpoint: "scoringUri: \"http://127.0.0.1:{port}/jobs\""),
            says: ["RN036"]
        ),
        HostileFolder(
            "a foreign authority",
            manifest(secret: "{ env: AZURE_CLIENT_SECRET }\n    authorityHost: login.attacker.example"),
            says: ["RN036"]
        ),
        HostileFolder(
            "the password file and what lies outside",
            manifest(secret: "{ file: /etc/passwd }"),
            says: [],
            isValid: true
        ),
        HostileFolder("a secret's value", manifest(secret: "hunter22hunter22"), says: ["RN0"]),
        HostileFolder(
            "environment names in every place",
            manifest(
                job:
                    "      x: { type: string, value: \"${{ env.AZURE_CLIENT_SECRET }} $AZURE_CLIENT_SECRET\" }\n"
            ),
            says: ["RN03"]
        ),
        HostileFolder(
            "a policy beside the manifest",
            manifest(endpoint: "scoringUri: \"https://heart.attacker.example/jobs\""),
            files: [
                "policy.yaml":
                    "apiVersion: runner/v1\nkind: Policy\nmetadata: { name: p }\nhosts: [\"*.attacker.example\"]\n"
                    + "allowHosts: [heart.attacker.example]\n"
            ],
            says: ["RN0361", "RN02"],
            isRepository: true
        ),
        HostileFolder(
            "a policy of its own that is named",
            manifest(),
            files: [
                "policies/p.yaml":
                    "apiVersion: runner/v1\nkind: Policy\nmetadata: { name: p }\nlimits: { jobs: 9 }\n"
            ],
            says: ["RN0"],
            isRepository: true,
            options: ["--policy", "policies/p.yaml"],
            isValid: true
        ),
        HostileFolder(
            "a ledger that is tracked",
            manifest(),
            script: """
                mkdir .runner && chmod 700 .runner && cp ../ledger.sqlite .runner/ledger.sqlite
                git add -f .runner/ledger.sqlite && \(commit) -m ledger
                """,
            says: ["RN06"],
            isRepository: true,
            options: ["--ledger", ".runner/ledger.sqlite"],
            isValid: true
        ),
    ]

    private static let texts = [
        HostileFolder(
            "characters that turn the order of reading",
            manifest(job: "      x: { type: string, value: \"a\u{202E}b\u{2066}c\" }\n"),
            says: ["RN01"]
        ),
        HostileFolder(
            "a terminal's commands",
            manifest(job: "      x: { type: string, value: \"\u{1B}]0;x\u{7}\" }\n"),
            says: ["RN01"]
        ),
        HostileFolder(
            "the same behind escapes",
            manifest(
                job: """
                          x: { type: string, value: "\\e[2J\\e]8;;https://attacker.example\\a\\u202E\\0\\N\\L" }
                          "\\e[31m": { type: string, value: "\\r\\n::error::x\\n##vso[task.setvariable variable=a]b" }

                    """
            ),
            says: ["RN0"]
        ),
        HostileFolder(
            "what markup would act on",
            manifest(
                more: "# --> <script>alert(1)</script>\n",
                job: """
                          x: { type: string, value: "| </details> ``` @everyone <img src=x onerror=alert(1)> [a](javascript:1)" }
                          y: { type: string, value: "\\n\\n::error file=/etc/passwd::x\\n##[error]x\\n%0A::stop-commands::x" }

                    """
            ),
            says: [],
            isValid: true
        ),
        HostileFolder(
            "names of files that are commands",
            files: [
                "::error::a`|<b>.yaml": manifest(),
                "a\nb##vso[task.complete result=Failed]\u{1B}[2J.yaml": manifest(),
                "--policy=x.yaml": manifest(), "-.yaml": manifest(),
                "$(touch mark)`touch mark`.yaml": manifest(),
                "\u{202E}lmay.yaml": manifest(),
            ],
            says: ["RN0"],
            isValid: true
        ),
        HostileFolder("what is no UTF-8", says: ["RN01"]).adding(
            "m.yaml",
            [0x61, 0x3A, 0x20, 0xFF, 0xFE, 0x0A]
        ),
        HostileFolder(
            "a schema of the attacker's",
            "# yaml-language-server: $schema=http://127.0.0.1:{port}/s.json\n" + manifest(),
            says: [],
            isValid: true
        ),
    ]

    private static let sizes = [
        HostileFolder("a billion laughs", laughs, says: ["RN01"]),
        HostileFolder("brackets to the end", "a: " + String(repeating: "[", count: 300_000), says: ["RN01"]),
        HostileFolder(
            "a pattern that runs away",
            manifest(
                more:
                    "parameters:\n  p: { type: string, pattern: '^(a+)+$', default: \"\(String(repeating: "a", count: 60))!\" }\n"
            ),
            says: ["RN0"]
        ),
        HostileFolder(
            "more jobs than there may be",
            manifest(job: "      x: { type: uri_folder, uri: \"https://a.blob.core.windows.net/d\" }\n")
                + (0..<101).map { place in
                    "  j\(place): { endpoint: mine, matrix: { a: [\(list(40))], b: [\(list(25))] } }\n"
                }.joined(),
            says: ["RN03"]
        ),
        HostileFolder(
            "one job of a million",
            manifest()
                + "  j: { endpoint: mine, matrix: { a: [\(list(1000))], b: [\(list(1000))], c: [\(list(1000))] } }\n",
            says: ["RN03"]
        ),
        HostileFolder(
            "needs in a ring, and a chain of two thousand",
            manifest()
                + (0..<2000).map { "  j\($0): { endpoint: mine, needs: [j\($0 == 1999 ? 0 : $0 + 1)] }\n" }
                .joined(),
            says: ["RN03"]
        ),
        HostileFolder("five gigabytes of nothing", script: "truncate -s 5G m.yaml", says: ["RN07"]),
        HostileFolder(
            "thousands of files",
            script: "i=0; while [ $i -lt 2000 ]; do echo 'a: [' > $i.yaml; i=$((i+1)); done",
            says: ["RN01"]
        ),
        HostileFolder(
            "folders in folders",
            script:
                "d=.; i=0; while [ $i -lt 400 ]; do d=$d/d; i=$((i+1)); done; mkdir -p \"$d\"; echo 'a: [' > \"$d/m.yaml\"",
            says: ["RN07"]
        ),
    ]

    private static let links = [
        HostileFolder("a link to the password file", script: "ln -s /etc/passwd m.yaml", says: ["RN0756"]),
        HostileFolder("a link to a file outside", script: "ln -s ../outside m.yaml", says: ["RN0756"]),
        HostileFolder(
            "a link through a folder",
            script: "ln -s .. up; ln -s up/outside m.yaml",
            says: ["RN0756"]
        ),
        HostileFolder(
            "links as a cluster mounts them",
            script:
                "mkdir -p ../mounted; cp ../outside ../mounted/m.yaml; ln -s ../mounted ..data; ln -s ..data/m.yaml m.yaml",
            says: ["RN0756"]
        ),
        HostileFolder(
            "a link to this process's variables",
            script: "ln -s /proc/self/environ m.yaml",
            says: ["RN0756"]
        ),
        HostileFolder("a link to endless zeros", script: "ln -s /dev/zero m.yaml", says: ["RN07"]),
        HostileFolder("a pipe that nobody writes to", script: "mkfifo m.yaml", says: ["RN07"]),
        HostileFolder("a link to itself", script: "ln -s m.yaml m.yaml", says: ["RN07"]),
        HostileFolder(
            "links out of a repository",
            manifest(),
            script: "ln -s /etc/passwd n.yaml; ln -s /proc/self/environ o.yaml; ln -s ../.. p.yaml",
            says: ["RN0756"],
            isRepository: true
        ),
    ]

    private static func list(_ count: Int) -> String { (0..<count).map { "v\($0)" }.joined(separator: ", ") }

    private static let laughs: String = {
        var text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n"
        for level in 1..<10 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ", ")
            text += "a\(level): &a\(level) [\(aliases)]\n"
        }
        return text
    }()

    private func adding(_ path: String, _ bytes: [UInt8]) -> HostileFolder {
        var folder = self
        folder.files[path] = bytes
        return folder
    }
}
