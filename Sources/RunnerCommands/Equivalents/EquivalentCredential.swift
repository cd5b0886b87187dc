import HTTPExchange
import Manifests
import Plans
import Secrets

/// Where a script has a credential's values from: literals of the manifest, and variables.
struct EquivalentCredential: Sendable {
    let use: CredentialUse
    let names: ScriptNames

    var name: String { use.credential.name.value }

    /// The variables that are to be set, each with what it is.
    var variables: [(name: String, meaning: String)] {
        use.credential.references.map { reference in
            let field = Self.field(of: reference)
            switch reference.reference {
            case .environment(let variable) where reference.reference.variable != nil:
                return (variable, "\(field) of \(name)")
            case .environment(let variable):
                return (own(for: reference), "\(field) of \(name), as the variable \(variable) has it")
            case .file(let path):
                return (own(for: reference), "\(field) of \(name), as the file \(path) has it")
            }
        }
    }

    /// A value that the manifest names.
    func value(_ source: Credential.ValueSource) -> ShellValue {
        switch source {
        case .literal(let text): ShellValue(text.value)
        case .reference(let reference): value(reference)
        }
    }

    /// A value that is referred to.
    func value(_ reference: LocatedSecretReference) -> ShellValue {
        .hole(reference.reference.variable ?? own(for: reference))
    }

    /// The variable that stands for a reference to something else.
    private func own(for reference: LocatedSecretReference) -> String {
        let field = Self.field(of: reference)
        var name = ""
        for byte in (self.name + "_" + field).utf8 {
            let isUpper = 0x41...0x5A ~= byte
            if isUpper, !name.isEmpty, name.utf8.last != UInt8(ascii: "_") { name += "_" }
            let isName = ShellScript.isNameByte(byte)
            name.unicodeScalars.append(Unicode.Scalar(isName ? byte & (byte >= 0x61 ? 0xDF : 0xFF) : 0x5F))
        }
        if let first = name.utf8.first, 0x30...0x39 ~= first { name = "_" + name }
        return names.free(name)
    }

    private static func field(of reference: LocatedSecretReference) -> String {
        reference.path.split(separator: ".").last.map(String.init) ?? "value"
    }
}

extension ShellValue {
    /// A value that a variable holds.
    static func hole(_ name: String) -> ShellValue {
        var value = ShellValue()
        value.append(.hole(name))
        return value
    }
}
