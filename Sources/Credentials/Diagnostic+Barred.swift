import Diagnostics
import HTTPExchange

extension Diagnostic {
    /// Says that the way to where tokens come from has to be set right first.
    ///
    /// - Parameters:
    ///   - credential: The credential's name.
    ///   - host: Who gives tokens.
    ///   - failure: What broke; lasting.
    ///   - span: Where the manifest names it; `nil` for nowhere in particular.
    ///   - notes: What is known besides.
    /// - Returns: RN0425.
    static func wayToAuthorityBarred(
        _ credential: String,
        to host: String,
        _ failure: TransportFailure,
        at span: SourceSpan? = nil,
        notes: [String]
    ) -> Diagnostic {
        let what: String
        let help: String
        switch failure.reason {
        case .certificateRefused:
            what = "the certificate of `\(host)` is not believed"
            help =
                "if the host, or a proxy on the way, has an authority of its own, name its certificate "
                + "with `--ca-file`"
        case .addressRefused:
            what = "`\(host)` is at an address that is never called"
            help = "look at its name's records; if that is meant, run with `--allow-host \(host)`"
        default:
            what = "the proxy does not let it call `\(host)`"
            help = "put the user and the password into HTTPS_PROXY: `http://USER:PASSWORD@HOST:PORT`"
        }
        return Diagnostic(
            .wayToAuthorityBarred,
            "`credentials.\(credential)` gets no token: \(what)",
            at: span.map { Label($0) },
            notes: notes,
            help: help
        )
    }
}
