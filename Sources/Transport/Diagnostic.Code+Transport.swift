public import Diagnostics

extension Diagnostic.Code {
    static let unusableProxy = Diagnostic.Code(
        "RN0520",
        "proxy that cannot be used",
        exitStatus: .missingConfiguration,
        explanation: """
            `https_proxy`, `HTTPS_PROXY`, `all_proxy` or `ALL_PROXY`, the first of them that is set, names the proxy \
            that stands between this machine and the hosts it calls, and what it names is not one. Nothing is sent \
            around a proxy that somebody wanted. `http://` proxies are asked for a tunnel with `CONNECT`, so they \
            never see a token; `socks5://` works without user and password. Hosts of `NO_PROXY`, this machine and \
            its local link are called directly.

            Wrong:

                HTTPS_PROXY=https://proxy.example.com:3128

            Right:

                HTTPS_PROXY=http://proxy.example.com:3128
                NO_PROXY=.inference.ml.azure.com,10.0.0.0/8
            """
    )

    static let unusableRoots = Diagnostic.Code(
        "RN0521",
        "certificate authorities that cannot be used",
        exitStatus: .missingConfiguration,
        explanation: """
            A file of certificate authorities was named and has none. `--ca-file` (`RUNNER_CA_FILE`) adds \
            authorities to those that are believed, for a proxy that looks into TLS or a private endpoint with \
            certificates of its own. `SSL_CERT_FILE`, and the folders in `SSL_CERT_DIR`, stand in for those of the \
            operating system. The file is PEM: blocks that begin with `-----BEGIN CERTIFICATE-----`.

            Wrong:

                runner apply manifest.yaml --ca-file company-ca.der

            Right:

                openssl x509 -inform der -in company-ca.der -out company-ca.pem
                runner apply manifest.yaml --ca-file company-ca.pem
            """
    )

    /// The codes of proxies and certificate authorities, RN0520 and RN0521.
    public static let transportCodes: [Diagnostic.Code] = [unusableProxy, unusableRoots]
}
