import Certificates
import Diagnostics
import HTTPExchange
import Host
import Secrets

/// A certificate's key, which signs an assertion for each request.
struct ClientCertificateProof: ClientProof {
    let client: String
    let name: String
    let certificate: KeptCertificate
    let algorithm: SignatureAlgorithm
    let sendsChain: Bool
    let tools: TokenSourceTools

    /// How far this machine's clock may be behind, in seconds, before a certificate counts as not good yet.
    private static let tolerance: Int64 = 300

    var words: String { "certificate" }

    var span: SourceSpan { certificate.reference.span }

    /// The key and the certificate that was read first.
    var identity: Secret? {
        let bundle = certificate.last.bundle
        return Secret(Base64Text.url(bundle.key.fingerprint) + Base64Text.url(bundle.leaf.sha256))
    }

    func present(at endpoint: WebAddress) async throws(Diagnostic) -> PresentedProof {
        let current = certificate.current()
        for secret in current.secrets { tools.register(secret) }
        let now = tools.time.now
        try check(current.bundle.leaf, at: now)
        let assertion = ClientAssertion(
            client: client,
            endpoint: endpoint,
            id: UUIDText.text(high: tools.random(), low: tools.random(), version: 4),
            now: now
        )
        let signed: Secret
        do throws(CertificateFault) {
            signed = try assertion.signed(by: current.bundle, algorithm, sendsChain: sendsChain)
        } catch {
            throw .unusableCertificate(error, certificate.reference)
        }
        tools.register(signed)
        return PresentedProof(
            fields: [
                ("client_assertion_type", Secret(ClientAssertion.type)), ("client_assertion", signed),
            ],
            facts: facts(of: current)
        )
    }

    /// When the file was replaced meanwhile; every request signs anew as it is.
    func maySucceedAnew(after refusal: EntraRefusal) async -> Bool {
        guard refusal.error == "invalid_client" else { return false }
        let before = certificate.last.bundle
        let after = certificate.current().bundle
        return before.leaf != after.leaf || before.key.fingerprint != after.key.fingerprint
    }

    func advice(on refusal: EntraRefusal, to client: EntraClient, presented: PresentedProof) -> EntraAdvice? {
        switch refusal.code {
        case 700_027:
            EntraAdvice(
                what: "the application does not have this certificate, or not as it is here",
                subject: .proof,
                help:
                    "compare the SHA-1 thumbprint with those under “Certificates & secrets” of the application; to add "
                    + "it: `az ad app credential reset --id \(client.client) --cert @certificate.pem --append`",
                notes: ["Entra looks only at the thumbprint and the signature"]
            )
        case 700_030:
            EntraAdvice(
                what: "the application does not trust the certificate's subject name and issuer",
                subject: .proof,
                help: "add the certificate itself to the application, or have its subject name authorised"
            )
        case 700_024:
            EntraAdvice(
                what: "the assertion is out of its time, by Entra's clock",
                subject: .proof,
                help: "set this machine's clock; assertions are signed with it and are good for ten minutes"
            )
        case 50_027, 5_002_730, 50_013:
            EntraAdvice(
                what: "Entra cannot read the assertion, or not check its signature",
                subject: .proof,
                help: algorithm == .ps256
                    ? "try `signatureAlgorithm: RS256`; old authorities do not know PS256"
                    : "check that something between here and Entra does not change requests"
            )
        case 700_021, 700_023:
            EntraAdvice(
                what: "the assertion is for another application or another authority, by what Entra says",
                subject: .proof,
                help:
                    "check that something between here and Entra does not change requests; check `authorityHost`"
            )
        case 7_000_222:
            EntraAdvice(
                what: "the certificate has expired at the application",
                subject: .proof,
                help:
                    "add a new one: `az ad app credential reset --id \(client.client) --create-cert --append`"
            )
        case 7_000_215, 7_000_216, 7_000_218:
            EntraAdvice(
                what: "no assertion arrived",
                subject: .proof,
                help: "check that something between here and Entra does not change requests"
            )
        case 700_025:
            EntraAdvice(
                what: "the application is a public client, which has no certificate",
                subject: .client,
                help: "turn off “Allow public client flows” of the application, or use another one"
            )
        default: nil
        }
    }

    private func facts(of current: KeptCertificate.Current) -> [String] {
        let leaf = current.bundle.leaf
        let subject = Sanitizer.line(leaf.subject, limit: 200)
        var facts = [
            "the certificate `\(subject)` came from `\(certificate.reference.reference)` and expires "
                + Timestamp(seconds: leaf.notAfter).description,
            "its thumbprints are SHA-1 \(Self.hexadecimal(leaf.sha1)) and SHA-256 \(Self.hexadecimal(leaf.sha256))",
        ]
        if current.bundle.count > 1 {
            facts.append(
                "it is the one of \(current.bundle.count) certificates whose key is there, so their order does not matter"
            )
        }
        return facts + (current.note.map { [$0] } ?? [])
    }

    private func check(_ leaf: X509Certificate, at now: Timestamp) throws(Diagnostic) {
        let seconds = now.milliseconds / 1000
        if seconds > leaf.notAfter {
            throw .certificateOutOfTime("expired", at: leaf.notAfter, leaf, certificate.reference, now: now)
        }
        if seconds + Self.tolerance < leaf.notBefore {
            throw .certificateOutOfTime(
                "is not good before",
                at: leaf.notBefore,
                leaf,
                certificate.reference,
                now: now
            )
        }
    }

    /// Bytes as the portal writes thumbprints.
    static func hexadecimal(_ bytes: [UInt8]) -> String {
        let digits = Array("0123456789ABCDEF".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self
        )
    }
}

extension Timestamp {
    /// A moment by its second since 1970.
    fileprivate init(seconds: Int64) { self.init(milliseconds: seconds * 1000) }
}

extension Diagnostic {
    static func unusableCertificate(_ fault: CertificateFault, _ reference: LocatedSecretReference)
        -> Diagnostic
    {
        Diagnostic(
            .unusableCertificate,
            "the value of `\(reference.path)` \(fault.words)",
            at: Label(reference.span),
            notes: ["the value came from `\(reference.reference)`"],
            help: fault.help
        )
    }

    static func certificateOutOfTime(
        _ words: String,
        at moment: Int64,
        _ leaf: X509Certificate,
        _ reference: LocatedSecretReference,
        now: Timestamp
    ) -> Diagnostic {
        Diagnostic(
            .certificateOutOfTime,
            "the certificate of `\(reference.path)` \(words) \(Timestamp(seconds: moment))",
            at: Label(reference.span, words),
            notes: [
                "it is `\(Sanitizer.line(leaf.subject, limit: 200))`, and came from `\(reference.reference)`",
                "this machine's clock says \(now)",
            ],
            help: "make a new one and add it to the application, or set this machine's clock"
        )
    }
}
