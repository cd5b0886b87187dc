import Host
import JSONValues

/// What is known of Entra's refusals of another issuer's token.
struct FederationAdvice {
    /// What the token says of itself.
    let claims: TokenClaims?
    /// The application's client id.
    let client: String
    /// What the token should be for.
    let audience: String
    /// What to do when the token is too old.
    let adviceOnAge: String
    /// What this machine's clock says.
    let now: Timestamp

    /// What is known of a refusal; `nil` when it is not about the token.
    func advice(on refusal: EntraRefusal) -> EntraAdvice? {
        switch refusal.code {
        case 70_021:
            mismatch("no federated credential of the application fits the token", refusal, nil)
        case 70_025: mismatch("the application trusts no other issuer's tokens at all", refusal, nil)
        case 700_211:
            mismatch("no federated credential of the application has the token's issuer", refusal, .issuer)
        case 700_212:
            mismatch(
                "no federated credential of the application has the token's audience",
                refusal,
                .audience
            )
        case 700_213, 7_002_137:
            mismatch("no federated credential of the application has the token's subject", refusal, .subject)
        case 7_002_138:
            mismatch(
                "the subject of a federated credential differs from the token's in upper and lower case only",
                refusal,
                .subject
            )
        case 700_024: age(refusal)
        case 50_027, 5_002_730, 50_013:
            EntraAdvice(
                what: "Entra cannot read the federated token, or not check its signature",
                subject: .proof,
                help:
                    "check that the token is the issuer's as it is, and that Entra can reach the issuer's keys at "
                    + "`\(claims?.issuer ?? "ISSUER")/.well-known/openid-configuration`",
                notes: facts
            )
        case 700_229:
            EntraAdvice(
                what: "the token is a user's, and only an application's can be exchanged",
                subject: .proof,
                help: "use a token that was issued to a workload",
                notes: facts
            )
        default: nil
        }
    }

    /// The claims that Entra compares.
    private enum Claim: String {
        case issuer
        case subject
        case audience
    }

    private func value(of claim: Claim) -> String? {
        switch claim {
        case .issuer: claims?.issuer
        case .subject: claims?.subject
        case .audience: claims.map { $0.audiences.joined(separator: ", ") }
        }
    }

    private func mismatch(_ what: String, _ refusal: EntraRefusal, _ claim: Claim?) -> EntraAdvice {
        var notes: [String] = []
        if let claim {
            if let value = value(of: claim) { notes.append("the token's \(claim.rawValue) is `\(value)`") }
            if let read = Self.quoted(refusal.sentence),
                !read.utf8.elementsEqual((value(of: claim) ?? "").utf8)
            {
                notes.append("Entra speaks of `\(read)`")
            }
        } else {
            notes = facts
        }
        switch claim {
        case .issuer: notes.append("a slash at the issuer's end counts")
        case .audience:
            if let value = value(of: .audience), !value.utf8.elementsEqual(audience.utf8) {
                notes.append("this cloud's exchange takes tokens for `\(audience)`")
            }
        case .subject, nil: notes.append("every letter counts, upper and lower case too")
        }
        notes.append("what the application has: `az ad app federated-credential list --id \(client)`")
        return EntraAdvice(
            what: what,
            subject: .proof,
            help: "if the token is right: \(command)",
            notes: notes
        )
    }

    /// The command that makes the token fit.
    private var command: String {
        let record: JSONValue = [
            "name": "runner",
            "issuer": .string(claims?.issuer ?? "ISSUER"),
            "subject": .string(claims?.subject ?? "SUBJECT"),
            "audiences": [.string(claims?.audiences.first ?? audience)],
        ]
        let text = JSONWriter.text(record)
        return "`az ad app federated-credential create --id \(client) --parameters \(Self.shell(text))`"
    }

    private func age(_ refusal: EntraRefusal) -> EntraAdvice {
        var notes: [String] = []
        if let claims {
            let from = (claims.begins ?? claims.issued).map { "from \($0) " } ?? ""
            let until = claims.expires.map { "until \($0)" } ?? "for a time that it does not say"
            notes.append("the token is good \(from)\(until), by what it says")
        }
        let theirs = refusal.timestamp.map { "; Entra's says \($0)" } ?? ""
        notes.append("this machine's clock says \(now)" + theirs)
        return EntraAdvice(
            what: "the federated token is too old, or not good yet",
            subject: .proof,
            help: adviceOnAge,
            notes: notes
        )
    }

    /// The three values that Entra compares.
    private var facts: [String] {
        let claims: [Claim] = [.issuer, .subject, .audience]
        let values = claims.compactMap { claim in value(of: claim).map { "\(claim.rawValue) `\($0)`" } }
        return values.isEmpty ? [] : ["the token says: " + values.joined(separator: ", ")]
    }

    /// What stands between the first two single quotes.
    private static func quoted(_ sentence: String?) -> String? {
        let parts = sentence?.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
        guard let parts, parts.count == 3, !parts[1].isEmpty else { return nil }
        return String(parts[1])
    }

    /// One word of a shell's command line.
    private static func shell(_ text: String) -> String {
        "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
