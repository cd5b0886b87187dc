import HTTPExchange
import Testing

@Suite struct WebAddressTests {
    @Test(arguments: [
        (
            "https://heart.eastus2.inference.ml.azure.com/jobs",
            "https://heart.eastus2.inference.ml.azure.com/jobs"
        ),
        ("https://host", "https://host/"),
        ("https://host?a=b", "https://host/?a=b"),
        ("HTTPS://Heart.Azure.COM:8443/Jobs?X=Y", "https://heart.azure.com:8443/Jobs?X=Y"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://[2001:DB8:0:0:1:0:0:1]/", "http://[2001:db8::1:0:0:1]/"),
        ("http://[::ffff:169.254.169.254]/", "http://[::ffff:169.254.169.254]/"),
        ("http://[::FFFF:a9fe:a9fe]/", "http://[::ffff:169.254.169.254]/"),
        ("https://xn--bcher-kva.example/", "https://xn--bcher-kva.example/"),
        (
            "https://host/a%2Fb//c;d=e,f/(g)'h'*!$&+:@~_-.?q=/?:@%20&r",
            "https://host/a%2Fb//c;d=e,f/(g)'h'*!$&+:@~_-.?q=/?:@%20&r"
        ),
        ("https://host/..a/b../.../", "https://host/..a/b../.../"),
        ("https://host:65535/", "https://host:65535/"),
        ("https://host/?", "https://host/?"),
    ])
    func reads(text: String, expected: String) throws {
        #expect(try WebAddress.parse(text).description == expected)
    }

    @Test func takesAnAddressApart() throws {
        let address = try WebAddress.parse("https://[2001:db8::1]:444/a/b?c=d")
        #expect(address.scheme == .https)
        #expect(address.host == "2001:db8::1")
        #expect(address.port == 444)
        #expect(address.authority == "[2001:db8::1]:444")
        #expect(address.path == "/a/b")
        #expect(address.query == "c=d")
        #expect(try WebAddress.parse("http://h/").port == 80)
        #expect(try WebAddress.parse("https://h/").explicitPort == nil)
    }

    @Test(arguments: [
        ("", "neither `https://` nor `http://` at its beginning"),
        ("host/path", "neither `https://` nor `http://` at its beginning"),
        ("//evil.example/", "neither `https://` nor `http://` at its beginning"),
        ("https:/host/", "neither `https://` nor `http://` at its beginning"),
        ("ftp://host/", "neither `https://` nor `http://` at its beginning"),
        ("https:\\\\evil.example/", "a backslash"),
        ("https://good.example\\@evil.example/", "a backslash"),
        ("https://user@host/", "user information"),
        ("https://user:pass@host/", "user information"),
        ("https://good.example:443@evil.example/", "user information"),
        ("https://host/#fragment", "a fragment"),
        ("https://host#@evil.example/", "a fragment"),
        (" https://host/", "a blank or control character"),
        ("https://host/a b", "a blank or control character"),
        ("https://host/\n", "a blank or control character"),
        ("https://ho\tst/", "a blank or control character"),
        ("https://host/\u{7F}", "a blank or control character"),
        ("https://host/\u{0}", "a blank or control character"),
        ("https://bücher.example/", "a character that is not ASCII"),
        ("https://host/é", "a character that is not ASCII"),
        ("https://evil。example/", "a character that is not ASCII"),
        ("https:///path", "no host"),
        ("https://:443/", "no host"),
        ("https://host./", "an empty label or a trailing dot in the host"),
        ("https://.host/", "an empty label or a trailing dot in the host"),
        ("https://a..b/", "an empty label or a trailing dot in the host"),
        ("https://-a.example/", "a label that begins or ends with `-`"),
        ("https://a-.example/", "a label that begins or ends with `-`"),
        ("https://a_b.example/", "a character that a host cannot have"),
        ("https://a%2eb.example/", "a character that a host cannot have"),
        ("https://a*b/", "a character that a host cannot have"),
        ("https://host:/", "a port that is not a number from 1 to 65535"),
        ("https://host:0/", "a port that is not a number from 1 to 65535"),
        ("https://host:080/", "a port that is not a number from 1 to 65535"),
        ("https://host:65536/", "a port that is not a number from 1 to 65535"),
        ("https://host:99999999999999999999/", "a port that is not a number from 1 to 65535"),
        ("https://host:+80/", "a port that is not a number from 1 to 65535"),
        ("https://host:80:80/", "a port that is not a number from 1 to 65535"),
        ("http://0x7f.1/", "an IPv4 address that is not four plain decimals"),
        ("http://2130706433/", "an IPv4 address that is not four plain decimals"),
        ("http://127.1/", "an IPv4 address that is not four plain decimals"),
        ("http://0177.0.0.1/", "an IPv4 address that is not four plain decimals"),
        ("http://127.0.0.01/", "an IPv4 address that is not four plain decimals"),
        ("http://256.0.0.1/", "an IPv4 address that is not four plain decimals"),
        ("http://1.2.3.4.5/", "an IPv4 address that is not four plain decimals"),
        ("http://0x7f000001/", "an IPv4 address that is not four plain decimals"),
        ("http://[::1/", "a `[` without `]`"),
        ("http://[::1]x/", "text after the host"),
        ("http://[]/", "not an IPv6 address between brackets"),
        ("http://[127.0.0.1]/", "not an IPv6 address between brackets"),
        ("http://[fe80::1%eth0]/", "not an IPv6 address between brackets"),
        ("http://[1:2:3:4:5:6:7]/", "not an IPv6 address between brackets"),
        ("http://[1:2:3:4:5:6:7:8:9]/", "not an IPv6 address between brackets"),
        ("http://[1::2::3]/", "not an IPv6 address between brackets"),
        ("http://[:::]/", "not an IPv6 address between brackets"),
        ("http://[12345::]/", "not an IPv6 address between brackets"),
        ("http://[::1.2.3]/", "not an IPv6 address between brackets"),
        ("http://[+1::]/", "not an IPv6 address between brackets"),
        ("http://::1/", "no host"),
        ("https://host/%", "a `%` without two hexadecimal digits"),
        ("https://host/%2", "a `%` without two hexadecimal digits"),
        ("https://host/%zz", "a `%` without two hexadecimal digits"),
        ("https://host/?a=%0g", "a `%` without two hexadecimal digits"),
        ("https://host/a\"b", "a character that a path cannot have"),
        ("https://host/a[b]", "a character that a path cannot have"),
        ("https://host/?a=<b>", "a character that a query cannot have"),
        ("https://host/a/../jobs", "a segment `.` or `..` in the path"),
        ("https://host/./jobs", "a segment `.` or `..` in the path"),
        ("https://host/%2e%2E/jobs", "a segment `.` or `..` in the path"),
        ("https://host/a/.%2e", "a segment `.` or `..` in the path"),
    ])
    func refuses(text: String, reason: String) {
        let fault = #expect(throws: WebAddress.Fault.self) { try WebAddress.parse(text) }
        #expect(fault?.reason == reason)
    }

    @Test func refusesWhatIsTooLong() throws {
        #expect(
            try WebAddress.parse("https://host/" + String(repeating: "a", count: 8179)).path.utf8.count
                == 8180
        )
        #expect(throws: WebAddress.Fault.self) {
            try WebAddress.parse("https://host/" + String(repeating: "a", count: 8180))
        }
        #expect(throws: WebAddress.Fault.self) {
            try WebAddress.parse("https://" + String(repeating: "a", count: 64) + ".example/")
        }
        #expect(throws: WebAddress.Fault.self) {
            try WebAddress.parse("https://" + String(repeating: "a.", count: 130) + "example/")
        }
    }

    @Test(arguments: [
        "localhost", "a.localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "0.0.0.0", "[::1]", "[::]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]",
    ])
    func knowsThisMachine(host: String) throws {
        let address = try WebAddress.parse("http://" + host + "/")
        #expect(address.isLoopback)
        #expect(!address.isLinkLocalOrMetadata)
    }

    @Test(arguments: [
        "169.254.169.254", "169.254.1.1", "168.63.129.16", "100.100.100.200", "[fe80::1]", "[febf::1]",
        "[fd00:ec2::254]",
        "[::ffff:a9fe:a9fe]", "[::169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "[2002:a9fe:a9fe::1]",
        "metadata.google.internal", "metadata",
    ])
    func knowsMetadataServices(host: String) throws {
        let address = try WebAddress.parse("http://" + host + "/")
        #expect(address.isLinkLocalOrMetadata)
        #expect(!address.isLoopback)
    }

    @Test(arguments: [
        "heart.azure.com", "10.0.0.1", "192.168.1.1", "172.16.0.1", "[fd12::1]", "[2001:db8::1]",
        "notlocalhost", "128.0.0.1", "localhost.example",
    ])
    func leavesOtherHostsAlone(host: String) throws {
        let address = try WebAddress.parse("http://" + host + "/")
        #expect(!address.isLoopback)
        #expect(!address.isLinkLocalOrMetadata)
    }
}
