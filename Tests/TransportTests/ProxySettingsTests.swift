import Diagnostics
import HTTPExchange
import Secrets
import Testing

@testable import Transport

/// What the variables of proxies mean.
@Suite struct ProxySettingsTests {
    static let readable: [(String, String, String?, String?)] = [
        ("http://proxy.example:3128", "http://proxy.example:3128", nil, nil),
        ("proxy.example:3128", "http://proxy.example:3128", nil, nil),
        ("HTTP://Proxy.Example/", "http://proxy.example:80", nil, nil),
        ("http://10.0.0.1:8080", "http://10.0.0.1:8080", nil, nil),
        ("http://[fd00::1]:8080", "http://[fd00::1]:8080", nil, nil),
        ("http://user:pass@proxy.example:1", "http://proxy.example:1", "user", "pass"),
        ("http://a%40b:p%3Aq%2f@proxy.example:1", "http://proxy.example:1", "a@b", "p:q/"),
        ("http://user:p@ss@proxy.example:1", "http://proxy.example:1", "user", "p@ss"),
        ("user@proxy.example:1", "http://proxy.example:1", "user", ""),
        ("socks5://proxy.example", "socks5://proxy.example:1080", nil, nil),
        ("socks5h://proxy.example:9", "socks5://proxy.example:9", nil, nil),
    ]

    @Test(arguments: readable)
    func reads(text: String, shown: String, user: String?, password: String?) throws {
        let server = try ProxyServer(parsing: text)
        #expect(server.description == shown)
        #expect(server.login?.user == user)
        #expect(server.login?.password.expose { $0 } == password)
        #expect(server.secrets.count == (password.map { $0.isEmpty ? 0 : 2 } ?? 0))
    }

    @Test(arguments: [
        "https://proxy.example:3128", "ftp://proxy.example", "http://", "http://proxy.example:0",
        "http://a b:1",
        "http://proxy.example:99999", "http://proxy.example/path", "http://u:%zz@proxy.example",
        "http://u:%2@p.example",
        "socks5://u:marked-password@proxy.example", "http://u:marked-password@pro xy:1", "http://x%3Ay:p@h:1",
        "http://proxy.example?x=1", "http://u:marked-password@:1",
    ])
    func refusesWithoutQuoting(text: String) {
        var problems: [Diagnostic] = []
        let settings = ProxySettings({ $0 == "HTTPS_PROXY" ? text : nil }, into: &problems)
        #expect(settings.server == nil)
        #expect(problems.map(\.code) == [.unusableProxy])
        #expect(problems.first?.message.contains("HTTPS_PROXY") == true)
        #expect(!"\(problems)".contains("marked-password"))
    }

    static let precedence: [([String: String], String?)] = [
        ([:], nil),
        (["HTTPS_PROXY": ""], nil),
        (["HTTPS_PROXY": "a:1", "https_proxy": "b:1"], "http://b:1"),
        (["HTTPS_PROXY": "a:1", "ALL_PROXY": "c:1"], "http://a:1"),
        (["https_proxy": "", "ALL_PROXY": "c:1"], "http://c:1"),
        (["HTTP_PROXY": "a:1", "http_proxy": "a:1"], nil),
    ]

    @Test(arguments: precedence) func choosesTheVariable(values: [String: String], shown: String?) {
        var problems: [Diagnostic] = []
        let settings = ProxySettings({ values[$0] }, into: &problems)
        #expect(settings.server?.description == shown)
        #expect(problems.isEmpty)
    }

    static let exceptions: [(String, String, Bool)] = [
        ("example.com", "https://example.com/", true),
        ("example.com", "https://a.b.example.com/", true),
        ("example.com", "https://notexample.com/", false),
        (".example.com", "https://example.com/", true),
        ("*.example.com", "https://x.example.com/", true),
        ("EXAMPLE.com.", "https://example.com/", true),
        ("example.com:443", "https://example.com/", true),
        ("example.com:8443", "https://example.com/", false),
        ("other.net, example.com", "https://example.com/", true),
        ("other.net example.com", "https://example.com/", true),
        ("*", "https://anything.example/", true),
        ("10.0.0.0/8", "https://10.255.1.2/", true),
        ("10.0.0.0/8", "https://11.0.0.1/", false),
        ("10.0.16.0/20", "https://10.0.31.255/", true),
        ("10.0.16.0/20", "https://10.0.32.0/", false),
        ("0.0.0.0/0", "https://8.8.8.8/", true),
        ("10.0.0.1", "https://10.0.0.1/", true),
        ("10.0.0.1:443", "https://10.0.0.1/", true),
        ("0.0.1", "https://10.0.0.1/", false),
        ("fd00::/8", "https://[fd12::1]/", true),
        ("[fd12::1]:443", "https://[fd12::1]/", true),
        ("[fd12::1]:444", "https://[fd12::1]/", false),
        ("fd12::1", "https://[fd12::1]/", true),
        ("10.0.0.0/33,[fd12::1,a:b,:80,,", "https://10.0.0.1/", false),
    ]

    @Test(arguments: exceptions) func takesExceptions(text: String, address: String, isOne: Bool) throws {
        #expect(ProxyExceptions(text).contains(try .parse(address)) == isOne)
    }

    @Test(arguments: [
        "https://localhost/", "https://127.0.0.1/", "https://[::1]/", "https://169.254.169.254/",
        "https://x.localhost/", "http://example.com/",
    ])
    func neverProxiesThisMachineAndItsLink(address: String) throws {
        var problems: [Diagnostic] = []
        let settings = ProxySettings({ $0 == "ALL_PROXY" ? "a:1" : nil }, into: &problems)
        #expect(settings.server(for: try .parse(address)) == nil)
        #expect(settings.server(for: try .parse("https://example.com/")) != nil)
    }

    static let connected: [(ConnectedAddressRule, String?, Bool, Bool)] = [
        (.elsewhere, "8.8.8.8", true, true), (.elsewhere, "10.1.2.3", true, true),
        (.elsewhere, "fd00::1", true, true), (.elsewhere, "127.0.0.1", true, false),
        (.elsewhere, "::1", true, false), (.elsewhere, "::ffff:127.0.0.1", true, false),
        (.elsewhere, "0.0.0.0", true, false), (.elsewhere, "169.254.169.254", true, false),
        (.elsewhere, "168.63.129.16", true, false), (.elsewhere, "fe80::1", true, false),
        (.elsewhere, nil, true, false), (.anywhere, "127.0.0.1", false, true),
        (.anywhere, "127.0.0.1", true, true), (.anywhere, "10.1.2.3", true, true),
        (.anywhere, "10.1.2.3", false, false), (.anywhere, "8.8.8.8", false, false),
        (.machine, "169.254.169.254", false, true), (.machine, "127.0.0.1", false, true),
        (.machine, "::1", false, true), (.machine, "10.1.2.3", false, false),
        (.machine, "8.8.8.8", false, false), (.machine, "8.8.8.8", true, true),
        (.machine, nil, false, false),
    ]

    @Test(arguments: connected)
    func judgesAddresses(rule: ConnectedAddressRule, address: String?, isEncrypted: Bool, isFine: Bool) {
        let refusal = rule.refusal(of: address, isEncrypted: isEncrypted)
        #expect((refusal == nil) == isFine)
        if let refusal { #expect(refusal.delivery == .notSent && refusal.reason == .addressRefused) }
    }
}
