import Diagnostics
import HTTPExchange
import Secrets

extension Diagnostic {
    // MARK: - Before anything is sent

    static func identitySourceMissing(
        _ description: ManagedIdentityDescription,
        _ source: ManagedIdentitySource,
        _ names: [String]
    ) -> Diagnostic {
        Diagnostic(
            .identitySourceMissing,
            "this is not a machine of \(source.words): \(names.shownTogether) is not set",
            at: Label(description.span, "asks \(source.words)"),
            notes: ["Azure sets this variable in every process that may ask for tokens there"],
            help: "run it there, or leave `source` out: the first service whose variables are set is asked"
        )
    }

    static func identityVariableRefused(
        _ description: ManagedIdentityDescription,
        _ source: ManagedIdentitySource,
        _ name: String,
        _ fault: String
    ) -> Diagnostic {
        Diagnostic(
            .identityVariableRefused,
            "`\(name)` \(fault)",
            at: Label(description.span, "asks \(source.words), which this variable is about"),
            notes: ["nothing was sent there"],
            help: "unset it, or set it as the machine does"
        )
    }

    static func identitySelectorRefused(
        _ description: ManagedIdentityDescription,
        _ selector: IdentitySelector,
        _ choice: IdentityServiceChoice.Choice
    ) -> Diagnostic {
        let isFixed = choice.service.names == SelectorNames()
        let source = choice.service.source.words
        return Diagnostic(
            .identitySelectorRefused,
            "\(source) cannot be asked for an identity by its \(selector.kindWords)",
            at: Label(description.selector.setting?.1.span ?? description.span),
            notes: ["\(source) is asked: \(choice.reason)"],
            help: isFixed
                ? "leave it out: there is one identity, which the machine was set up with"
                : "give its `clientId`"
        )
    }

    static func malformedIdentityAudience(_ audience: Audience, _ managed: ManagedIdentity) -> Diagnostic {
        Diagnostic(
            .malformedCredential,
            "`\(Sanitizer.line(audience.value, limit: 80))` is nothing that a token can be for",
            at: Label(managed.description.span)
        )
    }

    // MARK: - What the service says

    static func identityRefused(_ refusal: IdentityRefusal, _ managed: ManagedIdentity) -> Diagnostic {
        let advice = IdentityAdvice(on: refusal, to: managed)
        return Diagnostic(
            advice.code,
            "`credentials.\(managed.description.name)` gets no token: \(advice.what)",
            at: Label(managed.description.selector.setting?.1.span ?? managed.description.span, advice.label),
            notes: refusal.notes(managed.service.source) + [managed.whereAsked],
            help: advice.help
        )
    }

    static func otherIdentity(_ managed: ManagedIdentity, _ other: String) -> Diagnostic {
        let isArc = managed.service.source == .azureArc
        return Diagnostic(
            .otherIdentity,
            "`credentials.\(managed.description.name)` gets no token: \(managed.service.source.words) gives one of "
                + "another identity",
            at: Label(managed.description.selector.setting?.1.span ?? managed.description.span),
            notes: ["asked for \(managed.selector.words), answered for \(other)", managed.whereAsked],
            help: isArc
                ? "update the agent: old ones know the system-assigned identity only"
                : "check which identities this machine has; the token was not used"
        )
    }

    static func identityServiceUnavailable(
        _ managed: ManagedIdentity,
        _ end: TokenPatience.Exhaustion
    ) -> Diagnostic {
        Diagnostic(
            .authorityUnavailable,
            "`credentials.\(managed.description.name)` gets no token now: \(managed.service.source.words) gives none",
            at: Label(managed.description.span),
            notes: end.notes + [end.effort, managed.whereAsked],
            help: "nothing was submitted: run it again later, on a machine of Azure that has the identity"
        )
    }

    static func noManagedIdentity(_ managed: ManagedIdentity, _ what: String) -> Diagnostic {
        Diagnostic(
            .noManagedIdentity,
            "`credentials.\(managed.description.name)` finds no service that gives tokens of managed identities",
            at: Label(managed.description.span),
            notes: [
                "\(managed.service.source.words) at `\(managed.service.address.authority)` was looked for during one "
                    + "second: \(what)", managed.choice.reason,
            ],
            help:
                "run it on a machine of Azure; where the service is only slow, write `source: imds`, which waits for it"
        )
    }

    static func unexpectedIdentityAnswer(_ facts: [String], _ managed: ManagedIdentity) -> Diagnostic {
        Diagnostic(
            .unexpectedTokenAnswer,
            "`credentials.\(managed.description.name)` gets no token: the answer is not that of "
                + managed.service.source.words,
            at: Label(managed.description.span),
            notes: facts + [managed.whereAsked],
            help: "something else answers at this address, or stands in between, such as a proxy"
        )
    }

    static func identityKeyUnreadable(_ path: String, _ reason: String, _ managed: ManagedIdentity)
        -> Diagnostic
    {
        Diagnostic(
            .secretFileUnreadable,
            "`credentials.\(managed.description.name)` gets no token: the Azure Arc agent's key cannot be read",
            at: Label(managed.description.span),
            notes: [
                "`\(Sanitizer.line(path, limit: 300))`: \(Sanitizer.line(reason, limit: 300))",
                managed.whereAsked,
            ],
            help: "let this user read the agent's keys: `sudo usermod -aG himds USER`, then sign in anew"
        )
    }

    static func identityServiceOutOfReach(_ managed: ManagedIdentity) -> Diagnostic {
        Diagnostic(
            .authorityOutOfReach,
            "`credentials.\(managed.description.name)` gets no token: \(managed.service.source.words) must not be "
                + "called in this run",
            at: Label(managed.description.span),
            notes: [managed.whereAsked],
            help:
                "in a rehearsal the service must be played: give the emulator's document `managedIdentities`"
        )
    }

    static func identityRequestCancelled(_ managed: ManagedIdentity) -> Diagnostic {
        Diagnostic(
            .tokenRequestCancelled,
            "the request for a token of `\(managed.description.name)` was cancelled"
        )
    }
}

extension ManagedIdentity {
    /// A note on who was asked where, and why there.
    var whereAsked: String {
        "asked \(service.source.words) at `\(service.address.authority)` for \(selector.words): \(choice.reason)"
    }
}

extension [String] {
    fileprivate var shownTogether: String { map { "`\($0)`" }.joined(separator: ", ") }
}
