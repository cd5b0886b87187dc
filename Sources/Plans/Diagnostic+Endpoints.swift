import Diagnostics
import HTTPExchange
import Manifests

extension Diagnostic {
    static func invalidScoringURI(_ uri: Located<String>, _ fault: WebAddress.Fault) -> Diagnostic {
        let isWhole = fault.offset == 0 || fault.offset >= uri.value.utf8.count
        return Diagnostic(
            .invalidScoringURI,
            "the scoring URI is not an absolute web address",
            at: Label(isWhole ? uri.span : uri.span(ofScalarAt: fault.offset), fault.description),
            notes: TextRemark.notes(about: uri.value),
            help: "copy it from the endpoint: `https://NAME.REGION.inference.ml.azure.com/jobs`"
        )
    }

    static func hostNotAllowed(
        _ address: WebAddress,
        home: AzureCloud?,
        wanted: AzureCloud?,
        at span: SourceSpan
    ) -> Diagnostic {
        let host = address.host.shortened
        guard let home, let wanted else {
            let hosts = (wanted.map { [$0] } ?? AzureCloud.allCases).map { "`*\($0.inferenceSuffix)`" }
            return Diagnostic(
                .hostNotAllowed,
                "`\(host)` is not a host of Azure ML batch endpoints",
                at: Label(span, "no token goes there"),
                notes: [
                    "their hosts \(wanted == nil ? "" : "in the credential's cloud ")are "
                        + hosts.joined(separator: ", ")
                ],
                help: "if you trust this host, run with `--allow-host \(address.authority.shortened)`"
            )
        }
        return Diagnostic(
            .hostNotAllowed,
            "`\(host)` is a host of another cloud than the credential's",
            at: Label(span, "no token for `\(wanted.manifestName)` goes there"),
            help: "if this is the right endpoint, give the credential `cloud: \(home.manifestName)`"
        )
    }

    static func reservedHost(_ address: WebAddress, _ kind: ReservedHost, at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .reservedHost,
            "`\(address.host.shortened)` is \(kind.words)",
            at: Label(span, "a manifest must not lead there"),
            help: "to try a manifest out, keep its real hosts and run with `--emulator FILE`; "
                + "to allow this host, `--allow-host \(address.authority.shortened)`"
        )
    }

    static func httpsRequired(at span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .httpsRequired,
            "the scoring URI is not `https`",
            at: Label(span, "a token would travel in clear text"),
            help: "write `https://`"
        )
    }

    static func unexpectedPart(_ found: String, _ expected: String, _ span: SourceSpan) -> Diagnostic {
        Diagnostic(
            .unexpectedAddressPart,
            "the scoring URI has \(found)",
            at: Label(span, "expected \(expected)"),
            help: "copy it from the endpoint: `https://NAME.REGION.inference.ml.azure.com/jobs`"
        )
    }

    static func authorityNotAllowed(_ host: Located<String>, cloud: AzureCloud) -> Diagnostic {
        let hosts = cloud.authorities.map { "`\($0)`" }.joined(separator: ", ")
        return Diagnostic(
            .authorityNotAllowed,
            "`\(host.value.shortened)` does not give tokens in the cloud `\(cloud.manifestName)`",
            at: Label(host.span, "no secret goes there"),
            notes: ["hosts that do: \(hosts)"],
            help: "leave `authorityHost` out; if you trust this host, run with `--allow-host`"
        )
    }
}
