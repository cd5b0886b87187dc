import Diagnostics
import Host
import Secrets

extension SecretResolver {
    /// A secret file has at most this many bytes: 64 KiB.
    static let sizeLimitInBytes = 64 << 10

    /// How often a file is looked for again that was exchanged while it was being opened.
    private static let exchangeLimit = 3

    /// Looks for a secret file and reads it.
    func file(
        _ path: String,
        for reference: LocatedSecretReference,
        noting sighting: inout SecretSighting,
        into problems: inout [Diagnostic]
    ) -> Secret? {
        guard !path.isEmpty, !path.utf8.contains(0) else {
            problems.append(.secretFileNotFound(path, reference, lookedAt: []))
            return nil
        }
        let folders = searchFolders(for: reference)
        // Also of folders that are not there, so that a file in one is missing rather than outside.
        let roots = folders.compactMap(place)
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        let candidates = isAbsolute ? [path] : folders.map { Self.join($0, path) }
        for candidate in candidates {
            sighting.lookedAt.append(candidate)
            do throws(Diagnostic) {
                guard let (content, canonical) = try content(of: candidate, inside: roots) else {
                    problems.append(.secretFileOutside(path, reference, folders: folders))
                    return nil
                }
                sighting.place = candidate
                sighting.isReadableByOthers = content.isReadableByOthers
                return secret(
                    of: content,
                    at: candidate,
                    canonical,
                    for: reference,
                    noting: &sighting,
                    into: &problems
                )
            } catch {
                // Only what is not there lets the search go on.
                if error.code == .fileNotFound { continue }
                sighting.place = candidate
                problems.append(.secretFileUnreadable(candidate, reference, cause: error))
                return nil
            }
        }
        problems.append(.secretFileNotFound(path, reference, lookedAt: candidates))
        return nil
    }

    /// Reads a file that is inside one of some folders, links resolved.
    ///
    /// Kubernetes changes a secret by making its link `..data` lead to another folder, and removes the old one: a file
    /// that goes away between being found and being opened is looked for again.
    ///
    /// - Returns: The content and the path without links; `nil` when the file is outside.
    private func content(
        of path: String,
        inside roots: [[String]]
    ) throws(Diagnostic) -> (PrivateFile, canonical: String)? {
        var tries = 0
        while true {
            tries += 1
            guard let place = place(of: path), roots.contains(where: { Self.isInside(place, of: $0) }) else {
                return nil
            }
            let canonical = "/" + place.joined(separator: "/")
            let content: PrivateFile
            do throws(Diagnostic) {
                content = try files.readPrivate(canonical, limit: Self.sizeLimitInBytes)
            } catch {
                let isExchanged = error.code == .fileNotFound && (try? files.canonicalPath(path)) != nil
                if isExchanged, tries <= Self.exchangeLimit { continue }
                throw error
            }
            // A folder above may have been exchanged for a link: what counts is where the file stands that was opened.
            let real = content.realPath.map(Self.components)
            if let real, !roots.contains(where: { Self.isInside(real, of: $0) }) { return nil }
            return (content, canonical)
        }
    }

    private func secret(
        of content: PrivateFile,
        at path: String,
        _ canonical: String,
        for reference: LocatedSecretReference,
        noting sighting: inout SecretSighting,
        into problems: inout [Diagnostic]
    ) -> Secret? {
        let git = GitIndex(files: files)
        var doubt: String?
        for name in [path, canonical] {
            switch git.tracks(name) {
            case .tracked:
                problems.append(.secretFileTracked(path, reference))
                return nil
            case .unknown(let reason): doubt = reason
            case .untracked: break
            }
        }
        do throws(SecretText.Fault) {
            let secret = Secret(
                bytes: try SecretText.ofFile(content.bytes, reference.content, noting: &sighting.trimmed)
            )
            if let doubt { problems.append(.gitIndexUnclear(path, reference, reason: doubt)) }
            if content.isReadableByOthers { problems.append(.secretFileReadable(path, reference)) }
            return secret
        } catch .empty {
            problems.append(.emptySecretFile(path, reference))
        } catch {
            problems.append(.malformedSecret("the file `\(Sanitizer.line(path))`", error, reference))
        }
        return nil
    }

    /// The folders that secret files may be in: the manifest's, `$CREDENTIALS_DIRECTORY`, the operator's.
    private func searchFolders(for reference: LocatedSecretReference) -> [String] {
        var folders = [Self.folder(of: reference.span)]
        if let folder = environment.nonEmpty("CREDENTIALS_DIRECTORY") { folders.append(folder) }
        return folders + secretFolders
    }

    /// The components of the absolute path, links resolved as far as the path exists; `nil` when what does not exist
    /// goes up.
    private func place(of path: String) -> [String]? {
        if let real = try? files.canonicalPath(path) { return Self.components(real) }
        let isAbsolute = path.utf8.first == UInt8(ascii: "/")
        var existing = Self.components(path)
        var rest: [String] = []
        while let last = existing.popLast() {
            rest.insert(last, at: 0)
            let folder = (isAbsolute ? "/" : "./") + existing.joined(separator: "/")
            guard let real = try? files.canonicalPath(folder) else { continue }
            return rest.contains("..") ? nil : Self.components(real) + rest
        }
        return nil
    }

    private static func join(_ folder: String, _ path: String) -> String {
        if folder == "." { return path }
        return folder.utf8.last == UInt8(ascii: "/") ? folder + path : folder + "/" + path
    }

    /// The components, without empty ones and `.`.
    private static func components(_ path: String) -> [String] {
        path.utf8.split(separator: UInt8(ascii: "/")).map { String(decoding: $0, as: UTF8.self) }.filter {
            $0 != "."
        }
    }

    /// Whether a path lies below a folder: component by component and byte by byte, so that `/a/bc` is not in `/a/b`.
    private static func isInside(_ path: [String], of folder: [String]) -> Bool {
        path.count > folder.count && zip(folder, path).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
}

extension Diagnostic {
    static func secretFileNotFound(
        _ path: String,
        _ reference: LocatedSecretReference,
        lookedAt places: [String]
    ) -> Diagnostic {
        Diagnostic(
            .secretFileNotFound,
            "`\(reference.path)` needs the file `\(Sanitizer.line(path))`, which is not there",
            at: Label(reference.span, "not there"),
            notes: places.map { "looked at `\(Sanitizer.line($0))`" },
            help: "create it there with `chmod 600`, or name its folder with `--secret-dir`"
        )
    }

    static func secretFileUnreadable(
        _ path: String,
        _ reference: LocatedSecretReference,
        cause: Diagnostic
    ) -> Diagnostic {
        Diagnostic(
            .secretFileUnreadable,
            "the file `\(Sanitizer.line(path))`, needed by `\(reference.path)`, cannot be used",
            at: Label(reference.span),
            notes: [Sanitizer.line(cause.message)] + cause.notes.map { Sanitizer.line($0) },
            help: cause.help
        )
    }

    static func secretFileOutside(
        _ path: String,
        _ reference: LocatedSecretReference,
        folders: [String]
    ) -> Diagnostic {
        Diagnostic(
            .secretFileOutside,
            "`\(Sanitizer.line(path))`, needed by `\(reference.path)`, is outside the folders for secrets",
            at: Label(reference.span, "not read"),
            notes: [
                "secret files may be in " + folders.map { "`\(Sanitizer.line($0))`" }.joined(separator: ", ")
            ],
            help: "if you trust that place, name its folder with `--secret-dir`"
        )
    }

    static func secretFileTracked(_ path: String, _ reference: LocatedSecretReference) -> Diagnostic {
        Diagnostic(
            .secretFileTracked,
            "Git tracks the file `\(Sanitizer.line(path))`, which `\(reference.path)` takes a secret from",
            at: Label(reference.span, "in the repository, for everyone to read"),
            help:
                "replace the secret at its issuer, then `git rm --cached` the file and list it in `.gitignore`"
        )
    }

    static func gitIndexUnclear(_ path: String, _ reference: LocatedSecretReference, reason: String)
        -> Diagnostic
    {
        Diagnostic(
            .secretFileTracked,
            severity: .warning,
            "it cannot be told whether Git tracks the file `\(Sanitizer.line(path))`",
            at: Label(reference.span),
            notes: [Sanitizer.line(reason)]
        )
    }

    static func emptySecretFile(_ path: String, _ reference: LocatedSecretReference) -> Diagnostic {
        Diagnostic(
            .emptySecret,
            "the file `\(Sanitizer.line(path))`, needed by `\(reference.path)`, is empty",
            at: Label(reference.span, "empty"),
            help: "write the secret into it"
        )
    }

    static func secretFileReadable(_ path: String, _ reference: LocatedSecretReference) -> Diagnostic {
        Diagnostic(
            .secretFileReadable,
            severity: .warning,
            "others can read the secret file `\(Sanitizer.line(path))`",
            at: Label(reference.span),
            help: .takingRightAway("go-r", from: path)
        )
    }
}
