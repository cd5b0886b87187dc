public import Diagnostics
public import HTTPExchange
public import Secrets

/// Which proxy stands between this machine and which hosts, as the environment says.
///
/// Only requests over TLS go to other machines, so `HTTP_PROXY` has nothing to say. This machine and its local link
/// are never asked for through a proxy.
public struct ProxySettings: Sendable {
    /// The proxy, when there is one.
    public let server: ProxyServer?
    /// The variable that names it.
    public let variable: String?
    /// The hosts that are called directly all the same.
    public let exceptions: ProxyExceptions

    /// No proxy.
    public static let none = ProxySettings(server: nil, variable: nil, exceptions: ProxyExceptions(""))

    private init(server: ProxyServer?, variable: String?, exceptions: ProxyExceptions) {
        self.server = server
        self.variable = variable
        self.exceptions = exceptions
    }

    /// Reads `https_proxy`, `HTTPS_PROXY`, `all_proxy`, `ALL_PROXY`, the first that is set and not empty, and
    /// `no_proxy`, `NO_PROXY`.
    ///
    /// - Parameters:
    ///   - value: The value of a variable; `nil` when it is not set.
    ///   - problems: Where faults are added: RN0520.
    public init(_ value: (String) -> String?, into problems: inout [Diagnostic]) {
        func first(_ names: [String]) -> (name: String, value: String)? {
            for name in names {
                if let value = value(name), !value.isEmpty { return (name, value) }
            }
            return nil
        }
        let exceptions = ProxyExceptions(first(["no_proxy", "NO_PROXY"])?.value ?? "")
        guard let named = first(["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]) else {
            self.init(server: nil, variable: nil, exceptions: exceptions)
            return
        }
        do throws(ProxyServer.Fault) {
            let server = try ProxyServer(parsing: named.value)
            self.init(server: server, variable: named.name, exceptions: exceptions)
        } catch {
            problems.append(.unusableProxy(named.name, error.reason))
            self.init(server: nil, variable: named.name, exceptions: exceptions)
        }
    }

    /// The proxy that an address is called through.
    ///
    /// - Parameter address: The address.
    /// - Returns: The proxy; `nil` when the address is called directly.
    public func server(for address: WebAddress) -> ProxyServer? {
        guard let server, address.scheme == .https, !address.isLoopback, !address.isLinkLocalOrMetadata,
            !exceptions.contains(address)
        else { return nil }
        return server
    }

    /// What must not be seen of it.
    public var secrets: [Secret] { server?.secrets ?? [] }
}

extension Diagnostic {
    static func unusableProxy(_ variable: String, _ reason: String) -> Diagnostic {
        Diagnostic(
            .unusableProxy,
            "the proxy in `\(variable)` cannot be used: \(reason)",
            // An example with a password in it would be hidden as if it were one.
            help:
                "write `http://HOST:PORT`; user and password stand before the host, with `:` between them and `@` "
                + "behind them, and their special characters percent-encoded"
        )
    }
}
