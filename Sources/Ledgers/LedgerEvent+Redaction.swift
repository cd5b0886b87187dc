extension LedgerEvent {
    /// The same event without secrets, whoever made it.
    ///
    /// Texts of people, programs and servers are cleaned; what entries are found by (keys, digests, addresses, ids of
    /// runs) is left as it is. A new kind of event does not compile before it is decided here what its texts are.
    ///
    /// - Parameter redact: Takes secrets out of text.
    /// - Returns: What may be written.
    public func redacted(_ redact: (String) -> String) -> LedgerEvent {
        switch self {
        case .runStarted(let record): .runStarted(record.redacted(redact))
        case .authenticated(let runID, let identities):
            .authenticated(runID: runID, identities.map { $0.redacted(redact) })
        case .intent(let record): .intent(record.redacted(redact))
        case .answered(let key, let record):
            .answered(
                key: key,
                AnswerRecord(
                    httpStatus: record.httpStatus,
                    requestID: record.requestID.map(redact),
                    body: redact(record.body)
                )
            )
        case .submitted(let key, let remoteID, let link, let deployment):
            .submitted(
                key: key,
                remoteID: redact(remoteID),
                link: link.map(redact),
                deployment: deployment.map(redact)
            )
        case .observed(let key, let state, let word): .observed(key: key, state: state, word: redact(word))
        case .settled(let key, let state, let reason):
            .settled(key: key, state: state, reason: reason.map(redact))
        case .unknown(let key, let reason): .unknown(key: key, reason: redact(reason))
        case .noted(let key, let note, let words): .noted(key: key, note, redact(words))
        case .runFinished(let runID, let exitStatus, let problems):
            .runFinished(
                runID: runID,
                exitStatus: exitStatus,
                problems: problems.map {
                    ProblemRecord(code: $0.code, message: redact($0.message), place: $0.place.map(redact))
                }
            )
        }
    }
}

extension LedgerEvent.RunRecord {
    fileprivate func redacted(_ redact: (String) -> String) -> Self {
        Self(
            runID: runID,
            command: command,
            manifests: manifests.map {
                .init(
                    name: $0.name,
                    file: $0.file.map(redact),
                    digest: $0.digest,
                    planDigest: $0.planDigest
                )
            },
            user: redact(user),
            machine: redact(machine),
            toolVersion: toolVersion,
            ci: ci.map {
                .init(system: $0.system, jobURL: $0.jobURL.map(redact), actor: $0.actor.map(redact))
            },
            source: source,
            parent: parent,
            given: given?.redacted(redact)
        )
    }
}

extension LedgerEvent.GivenRecord {
    fileprivate func redacted(_ redact: (String) -> String) -> Self {
        Self(
            values: values.map(redact),
            selection: selection.map(redact),
            emulator: emulator.map(redact)
        )
    }
}

extension LedgerEvent.IdentityRecord {
    /// What a token says of itself is what a server wrote.
    fileprivate func redacted(_ redact: (String) -> String) -> Self {
        Self(
            credential: credential,
            type: type,
            clientID: clientID.map(redact),
            objectID: objectID.map(redact),
            tenantID: tenantID.map(redact)
        )
    }
}

extension LedgerEvent.IntentRecord {
    /// The canonical text too: its digest stands beside it, and a manifest that repeats a secret must not spread it.
    fileprivate func redacted(_ redact: (String) -> String) -> Self {
        Self(
            key: key,
            runID: runID,
            realm: realm,
            manifest: manifest,
            address: address,
            occurrence: occurrence,
            number: number,
            runDigest: runDigest,
            canonicalText: redact(canonicalText),
            credential: credential,
            target: redact(target),
            deployment: deployment.map(redact),
            body: redact(body),
            outputs: outputs.mapValues(redact)
        )
    }
}
