public import Diagnostics
public import Host
public import Secrets

/// Reads what secret references lead to: the only place that looks at environment values and secret files.
///
/// A relative path is looked for below the manifest's folder, below `$CREDENTIALS_DIRECTORY`, and in the operator's
/// secret folders, in this order. A file that is found and cannot be used ends the search. Whatever the path says, the
/// file must really be in one of these folders, links resolved.
public struct SecretResolver: Sendable {
    let files: any FileSystem
    let environment: ProcessEnvironment
    let secretFolders: [String]

    /// Makes a resolver.
    ///
    /// - Parameters:
    ///   - files: Where files are read.
    ///   - environment: Where variables are read.
    ///   - secretFolders: Folders that the operator allows secret files in, such as those of `--secret-dir`.
    public init(files: any FileSystem, environment: ProcessEnvironment, secretFolders: [String] = []) {
        self.files = files
        self.environment = environment
        self.secretFolders = secretFolders
    }

    /// Resolves references; each is looked up once, and everything that is missing is reported at once.
    ///
    /// - Parameters:
    ///   - references: What to look for.
    ///   - problems: Where faults (exit status 78) and warnings are added. They say where was looked, never a value.
    /// - Returns: The values that were found.
    public func resolve(
        _ references: [LocatedSecretReference],
        into problems: inout [Diagnostic]
    ) -> ResolvedSecrets {
        var found: [LocatedSecretReference: Secret] = [:]
        var known: [Question: Secret?] = [:]
        for reference in references {
            let question = Question(reference)
            let secret: Secret?
            if let answer = known[question] {
                secret = answer
            } else {
                var sighting = SecretSighting()
                secret = lookUp(reference, noting: &sighting, into: &problems)
                known[question] = .some(secret)
            }
            if let secret { found[reference] = secret }
        }
        return ResolvedSecrets(found)
    }

    /// Looks at what references lead to, for a report; every reference is looked up.
    ///
    /// - Parameter references: What to look for.
    /// - Returns: What there is to say of each, in the same order; never a value.
    public func examine(_ references: [LocatedSecretReference]) -> [SecretFinding] {
        references.map { reference in
            var sighting = SecretSighting()
            var problems: [Diagnostic] = []
            let secret = lookUp(reference, noting: &sighting, into: &problems)
            return SecretFinding(reference, sighting, secret, problems)
        }
    }

    /// What two references must share to be one look-up.
    private struct Question: Hashable {
        let reference: SecretReference
        let content: LocatedSecretReference.Content
        /// Where a file's relative path begins; nothing to a variable.
        let folder: String?

        init(_ located: LocatedSecretReference) {
            self.reference = located.reference
            self.content = located.content
            switch located.reference {
            case .environment: self.folder = nil
            case .file: self.folder = SecretResolver.folder(of: located.span)
            }
        }
    }

    private func lookUp(
        _ reference: LocatedSecretReference,
        noting sighting: inout SecretSighting,
        into problems: inout [Diagnostic]
    ) -> Secret? {
        switch reference.reference {
        case .environment(let name): variable(name, for: reference, into: &problems)
        case .file(let path): file(path, for: reference, noting: &sighting, into: &problems)
        }
    }

    private func variable(
        _ name: String,
        for reference: LocatedSecretReference,
        into problems: inout [Diagnostic]
    ) -> Secret? {
        guard let value = environment[name] else {
            let near = NearestName.among(environment.names.sorted().filter { $0 != name }, to: name)
            problems.append(.variableNotSet(name, reference, near: near))
            return nil
        }
        do throws(SecretText.Fault) {
            let bytes = Array(value.utf8)
            return switch reference.content {
            case .line: Secret(bytes: try SecretText.checked(bytes))
            case .certificate: Secret(bytes: try SecretText.certificate(bytes))
            }
        } catch .empty {
            problems.append(.emptyVariable(name, reference))
        } catch {
            problems.append(.malformedSecret("the environment variable `\(name)`", error, reference))
        }
        return nil
    }

    /// The folder that a manifest's relative paths begin at; for standard input the working folder.
    static func folder(of span: SourceSpan) -> String {
        guard let slash = span.file.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
        return slash == span.file.utf8.startIndex ? "/" : String(span.file[..<slash])
    }
}

extension Diagnostic {
    static func variableNotSet(_ name: String, _ reference: LocatedSecretReference, near: String?)
        -> Diagnostic
    {
        Diagnostic(
            .variableNotSet,
            "`\(reference.path)` needs the environment variable `\(Sanitizer.line(name))`, which is not set",
            at: Label(reference.span, "not set"),
            help: near.map { "`\(Sanitizer.line($0))` is set: did you mean that?" }
                ?? "set it where this command runs; an `export` in another shell or job step does not reach it"
        )
    }

    static func emptyVariable(_ name: String, _ reference: LocatedSecretReference) -> Diagnostic {
        Diagnostic(
            .emptySecret,
            "`\(reference.path)` needs the environment variable `\(Sanitizer.line(name))`, which is set, but empty",
            at: Label(reference.span, "empty"),
            notes: [
                "CI systems give an empty variable for a secret that they do not have or do not share with forks"
            ],
            help: "give it a value where this command runs"
        )
    }

    static func malformedSecret(
        _ source: String,
        _ fault: SecretText.Fault,
        _ reference: LocatedSecretReference
    ) -> Diagnostic {
        Diagnostic(
            .malformedSecret,
            "\(source), needed by `\(reference.path)`, \(fault.words)",
            at: Label(reference.span),
            help: fault.help
        )
    }
}
