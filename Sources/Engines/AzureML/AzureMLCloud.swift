import HTTPExchange
import JSONValues
import Plans

/// The hosts and audiences of a cloud: one that is known, or one that describes itself.
struct AzureMLCloud: Hashable {
    let manager: WebAddress
    let managerAudience: Audience
    let audience: Audience

    /// A cloud that is known.
    init(_ cloud: AzureCloud) {
        manager = WebAddress(scheme: .https, host: cloud.resourceManagerHost)
        managerAudience = cloud.managementAudience
        audience = cloud.machineLearningAudience
    }

    /// A cloud out of the document of `ARM_CLOUD_METADATA_URL`.
    ///
    /// Read as `azure-cli` and `azure-ai-ml` read it: a list or one object; `resourceManager`; what follows the second
    /// dot of `portal` is the end of Azure ML's audience. `authentication.loginEndpoint` is not taken: who gives tokens
    /// is the credential's to say.
    ///
    /// - Parameters:
    ///   - document: The document.
    ///   - name: Which of its clouds; where it has one only, that one.
    /// - Throws: ``InquiryFailure`` when it does not tell.
    init(in document: JSONValue, named name: String) throws(InquiryFailure) {
        let clouds = document.array ?? [document]
        let named = clouds.first { $0["name"]?.string == name } ?? (clouds.count == 1 ? clouds[0] : nil)
        guard let cloud = named else {
            throw .refused(
                Self.fault("the cloud metadata has no cloud `\(AzureMLAnswer.shown(name, limit: 80))`")
            )
        }
        guard let text = cloud["resourceManager"]?.string, let address = try? WebAddress.parse(text),
            address.path == "/", address.query == nil
        else {
            throw .refused(Self.fault("the cloud metadata has no usable `resourceManager`"))
        }
        let portal = cloud["portal"]?.string ?? ""
        let suffix = portal.split(separator: ".", omittingEmptySubsequences: false).dropFirst(2)
            .joined(separator: ".").filter { $0 != "/" }
        guard !suffix.isEmpty, suffix.utf8.allSatisfy({ Self.isOfHost($0) }) else {
            throw .refused(Self.fault("the cloud metadata has no usable `portal`"))
        }
        manager = address
        managerAudience = Audience(address.scheme.rawValue + "://" + address.authority)
        audience = Audience("https://ml.azure." + suffix)
    }

    private static func isOfHost(_ byte: UInt8) -> Bool {
        0x30...0x39 ~= byte || 0x61...0x7A ~= byte | 0x20 || byte == UInt8(ascii: ".")
            || byte == UInt8(ascii: "-")
    }

    private static func fault(_ words: String) -> Refusal {
        Refusal(httpStatus: 0, code: nil, message: words, requestID: nil)
    }
}

extension AzureCloud {
    /// What a token for the cloud's resource manager is for.
    var managementAudience: Audience { Audience("https://" + resourceManagerHost) }
}
