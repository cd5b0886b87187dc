import RunnerTestSupport
import Testing

@testable import RunnerCommands

/// When the folder of hashes stands in for the bundle of all authorities.
@Suite struct SystemRootFolderTests {
    private static let certificate = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n"

    private static func find(_ names: [String], certificates: Int?) -> String? {
        var files: [String: String] = [:]
        for name in names { files["/etc/ssl/certs/" + name] = certificate }
        if let certificates {
            files["/etc/ssl/certs/ca-certificates.crt"] = String(repeating: certificate, count: certificates)
        }
        return SystemRootFolder.find(in: MemoryFileSystem(files))
    }

    @Test func isUsedWhereItHasWhatTheBundleHas() {
        let names = ["062cdee6.0", "062cdee6.1", "b0e59380.0", "GlobalSign_Root_CA.pem"]
        #expect(Self.find(names, certificates: 3) == "/etc/ssl/certs")
    }

    @Test(
        arguments: [
            // Somebody added one to the bundle, or took one out.
            (["062cdee6.0", "b0e59380.0"], 3), (["062cdee6.0", "b0e59380.0"], 1),
            // No bundle, no hashes, nothing at all.
            (["062cdee6.0"], nil), (["GlobalSign_Root_CA.pem"], 1), ([], nil), ([], 0),
            // Names that only look like hashes.
            (["062CDEE6.0"], 1), (["062cdee6.r0"], 1), (["062cdee6."], 1), (["062cdee6"], 1),
        ] as [([String], Int?)]
    )
    func isLeftAloneOtherwise(names: [String], certificates: Int?) {
        #expect(Self.find(names, certificates: certificates) == nil)
    }
}
