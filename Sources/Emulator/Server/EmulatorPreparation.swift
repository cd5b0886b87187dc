import Certificates
import Diagnostics
import Host
import Manifests
import Secrets
import Subprocess
import SystemPackage

/// Finds what a configuration names: secrets, scripts, models, folders, Pythons.
struct EmulatorPreparation {
    /// The configuration.
    let configuration: EmulatorConfiguration
    /// The folder that relative paths begin in.
    let folder: String
    /// The machine.
    let host: Host
    /// What was not found.
    private(set) var problems: [Diagnostic] = []

    init(_ configuration: EmulatorConfiguration, folder: String, host: Host) {
        self.configuration = configuration
        self.folder = folder
        self.host = host
    }

    // MARK: - Entra

    /// The applications with what they may prove themselves by.
    mutating func applications() -> [KnownApplication] {
        var found: [KnownApplication] = []
        for tenant in configuration.tenants {
            for application in tenant.applications {
                var secret: Secret?
                if let source = application.clientSecret { secret = self.secret(source) }
                found.append(
                    KnownApplication(
                        tenantID: tenant.id.value.lowercased(),
                        clientID: application.clientID.value.lowercased(),
                        secret: secret,
                        certificates: application.certificates.flatMap { certificates($0) },
                        federatedCredentials: application.federatedCredentials
                    )
                )
            }
        }
        return found
    }

    /// The certificates of a PEM file; keys in it are not looked at.
    private mutating func certificates(_ path: Located<String>) -> [X509Certificate] {
        guard let bytes = try? host.files.read(absolute(path.value), limit: 256 << 10) else {
            problems.append(.emulatorPathMissing(path, "a file with a certificate"))
            return []
        }
        do throws(CertificateFault) {
            return try X509Certificate.all(in: bytes)
        } catch {
            problems.append(.emulatorCertificateUnusable(path))
            return []
        }
    }

    private mutating func secret(_ source: EmulatorConfiguration.SecretSource) -> Secret? {
        switch source {
        case .literal(let secret):
            return secret
        case .reference(let located):
            let found: Secret?
            switch located.reference {
            case .environment(let name):
                found = configuration.environment[name] ?? host.environment.nonEmpty(name).map(Secret.init)
            case .file(let path):
                found = fileSecret(path)
            }
            if let found, !found.isEmpty { return found }
            // Whoever proves to be an identity of the machine needs none; whoever gives a secret is refused.
            guard configuration.identities.isEmpty else { return nil }
            problems.append(.emulatorSecretMissing(located))
            return nil
        }
    }

    private func fileSecret(_ path: String) -> Secret? {
        guard var bytes = try? host.files.readPrivate(absolute(path), limit: 64 << 10).bytes else {
            return nil
        }
        // A file made with an editor ends with a line break that is not part of the secret.
        if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
        if bytes.last == UInt8(ascii: "\r") { bytes.removeLast() }
        return Secret(bytes: bytes)
    }

    // MARK: - Storage

    /// The storage, writable folders made.
    mutating func storage() -> StorageMap {
        var areas: [StorageMap.Area] = []
        for area in configuration.storage {
            guard let prefix = StorageURI(area.prefix.value) else {
                problems.append(.unusableStoragePrefix(area.prefix))
                continue
            }
            let path = absolute(area.folder.value)
            if area.isWritable, host.files.kind(of: path) == nil { try? host.files.createFolder(path) }
            guard host.files.kind(of: path) == .folder, let real = try? host.files.canonicalPath(path) else {
                problems.append(.emulatorPathMissing(area.folder, "a folder"))
                continue
            }
            areas.append(
                StorageMap.Area(
                    prefix: prefix,
                    text: area.prefix.value,
                    folder: real,
                    isWritable: area.isWritable
                )
            )
        }
        return StorageMap(areas: areas, files: host.files)
    }

    /// Where outputs go that nobody named: the default datastore, or else the first writable prefix.
    var defaultOutput: String {
        let standard = "azureml://datastores/workspaceblobstore/paths"
        let writable = configuration.storage.filter(\.isWritable).map(\.prefix.value)
        return writable.first { $0.hasPrefix(standard) } ?? writable.first ?? standard
    }

    // MARK: - Deployments

    /// The deployments with their files, by endpoint and name.
    mutating func deployments() async -> [[String]: PreparedDeployment] {
        var found: [[String]: PreparedDeployment] = [:]
        for endpoint in configuration.endpoints {
            for deployment in endpoint.deployments {
                let prepared = await prepared(deployment)
                found[[endpoint.name.value, deployment.name.value]] = prepared
            }
        }
        return found
    }

    private mutating func prepared(_ deployment: EmulatedDeployment) async -> PreparedDeployment? {
        let code = existing(deployment.code, .folder, "a folder")
        var script: String?
        if let code {
            let path = code + "/" + deployment.scoringScript.value
            if host.files.kind(of: path) == .file { script = path }
            if script == nil {
                problems.append(.emulatorPathMissing(deployment.scoringScript, "a file in `code`"))
            }
        }
        var model: String?
        if let written = deployment.model {
            model = try? host.files.canonicalPath(absolute(written.value))
            if model == nil { problems.append(.emulatorPathMissing(written, "a file or folder")) }
        }
        let python = await python(deployment.python)
        guard let code, let script, let python else { return nil }
        return PreparedDeployment(
            deployment: deployment,
            codeFolder: code,
            script: script,
            model: model,
            python: python
        )
    }

    private mutating func existing(_ path: Located<String>, _ kind: FileKind, _ what: String) -> String? {
        let absolute = absolute(path.value)
        guard host.files.kind(of: absolute) == kind, let real = try? host.files.canonicalPath(absolute) else {
            problems.append(.emulatorPathMissing(path, what))
            return nil
        }
        return real
    }

    private mutating func python(_ name: Located<String>) async -> String? {
        if name.value.utf8.contains(UInt8(ascii: "/")) {
            // Its folder is resolved, since the process starts elsewhere, but not the file: a virtual environment's
            // Python finds its packages by the link that it was called by.
            let parts = absolute(name.value).split(separator: "/", omittingEmptySubsequences: false)
            let folder = parts.dropLast().joined(separator: "/")
            if host.files.kind(of: absolute(name.value)) == .file, let file = parts.last,
                let real = try? host.files.canonicalPath(folder.isEmpty ? "/" : folder)
            {
                return real + "/" + file
            }
        } else {
            let path = host.environment["PATH"] ?? ""
            let executable = Executable.name(name.value)
            if let found = try? await executable.resolveExecutablePath(in: .custom(["PATH": path])) {
                return found.string
            }
        }
        problems.append(.emulatorPythonMissing(name))
        return nil
    }

    private func absolute(_ path: String) -> String {
        if path.hasPrefix("/") { return path }
        return (folder.isEmpty ? "." : folder) + "/" + path
    }
}

extension Diagnostic {
    static func emulatorSecretMissing(_ located: LocatedSecretReference) -> Diagnostic {
        Diagnostic(
            .emulatorSecretMissing,
            "the secret `\(located.reference)` of the emulator is not set",
            at: Label(located.span, "not set, empty or not readable"),
            help: "set it to anything: what is set is what the emulator takes for right"
        )
    }

    static func emulatorPathMissing(_ path: Located<String>, _ what: String) -> Diagnostic {
        Diagnostic(
            .emulatorPathMissing,
            "`\(Sanitizer.line(path.value))` is not there",
            at: Label(path.span, "not \(what)"),
            notes: ["relative paths begin in the folder of the emulator's document"]
        )
    }

    static func emulatorCertificateUnusable(_ path: Located<String>) -> Diagnostic {
        Diagnostic(
            .emulatorPathMissing,
            "`\(Sanitizer.line(path.value))` is no certificate",
            at: Label(path.span, "not PEM, or without a certificate"),
            help: "give the PEM file of the certificate that the application signs with"
        )
    }

    static func emulatorPythonMissing(_ name: Located<String>) -> Diagnostic {
        Diagnostic(
            .emulatorPythonMissing,
            "no Python `\(Sanitizer.line(name.value))` to run the scoring script with",
            at: Label(name.span, "not found"),
            help: "install Python 3, or name it: `python: .venv/bin/python`"
        )
    }

    static func unusableStoragePrefix(_ prefix: Located<String>) -> Diagnostic {
        Diagnostic(
            .unusableStoragePrefix,
            "`\(Sanitizer.line(prefix.value))` is no storage prefix",
            at: Label(prefix.span, "not a URI of a job's data"),
            help:
                "write it such as `azureml://datastores/workspaceblobstore/paths` or `https://account.blob.core.windows.net/data`"
        )
    }
}
