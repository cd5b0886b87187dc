import Diagnostics
import Manifests
import Testing

/// What scalars mean after the YAML 1.2 core schema.
@Suite struct CoreSchemaTests {
    @Test(arguments: [
        ("null", "null"), ("Null", "null"), ("NULL", "null"), ("~", "null"), ("", "null"), ("nULL", "'nULL'"),
        ("true", "true"), ("True", "true"), ("TRUE", "true"), ("tRUE", "'tRUE'"), ("TRue", "'TRue'"),
        ("false", "false"), ("False", "false"), ("FALSE", "false"), ("no", "'no'"), ("on", "'on'"),
        ("yes", "'yes'"), ("off", "'off'"), ("y", "'y'"), ("n", "'n'"), ("nulls", "'nulls'"),
        ("0", "int(0)"), ("-19", "int(-19)"), ("+1", "int(+1)"), ("0777", "int(0777)"), ("0o17", "int(0o17)"),
        ("0x1F", "int(0x1F)"), ("0xaf", "int(0xaf)"), ("-0x1", "'-0x1'"), ("+0o7", "'+0o7'"),
        ("0o8", "'0o8'"),
        ("0xG", "'0xG'"), ("0o", "'0o'"), ("0x", "'0x'"), ("0b1", "'0b1'"), ("0X1", "'0X1'"),
        ("1_000", "'1_000'"), ("1:30", "'1:30'"), ("2001-01-01", "'2001-01-01'"), ("1,000", "'1,000'"),
        ("-", nil), ("+", "'+'"), (".", "'.'"), ("..", "'..'"), ("-.", "'-.'"), ("1.2.3", "'1.2.3'"),
        ("1.", "dec(1.)"), (".5", "dec(.5)"), ("-.5", "dec(-.5)"), ("1.5", "dec(1.5)"), ("1e3", "dec(1e3)"),
        ("1E+3", "dec(1E+3)"), ("1.e-3", "dec(1.e-3)"), ("1e", "'1e'"), ("1e+", "'1e+'"), ("e3", "'e3'"),
        (".e3", "'.e3'"), ("12e03", "dec(12e03)"), (".inf", "dec(.inf)"), ("-.Inf", "dec(-.Inf)"),
        ("+.INF", "dec(+.INF)"), (".nan", "dec(.nan)"), (".NaN", "dec(.NaN)"), (".NAN", "dec(.NAN)"),
        ("-.nan", "'-.nan'"), (".iNF", "'.iNF'"), (".inff", "'.inff'"), ("inf", "'inf'"),
        ("123456789012345678901234567890", "int(123456789012345678901234567890)"),
    ])
    func resolvesPlainScalars(text: String, expected: String?) {
        #expect(Reading("v: \(text)\n").root?["v"]?.shown == expected)
    }

    @Test(arguments: [
        "\"12\"", "'12'", "\"true\"", "'~'", "\"\"", "|\n  12", ">\n  12\n", "! 12", "&a ! 12", "!!str 12",
    ])
    func takesQuotedAndTaggedTextAsStrings(text: String) {
        #expect(Reading("v: \(text)\n").root?["v"]?.kind == .string)
    }

    @Test(arguments: [
        ("!!int 12", "int(12)"), ("!!int \"12\"", "int(12)"), ("!!float 1", "dec(1)"),
        ("!!float 1.5", "dec(1.5)"),
        ("!!bool 'true'", "true"), ("!!null ''", "null"), ("!!null", "null"), ("!!str", "''"),
        ("!!str ~", "'~'"),
        ("!!seq [1]", "[int(1)]"), ("!!map {a: 1}", "{a: int(1)}"), ("! [1]", "[int(1)]"),
        ("!<tag:yaml.org,2002:str> 1", "'1'"), ("&x !!str 1", "'1'"),
    ])
    func honoursCoreTags(text: String, expected: String) {
        #expect(Reading("v: \(text)\n").root?["v"]?.shown == expected)
    }

    @Test(arguments: [
        ("a: 1️⃣!!int abc", "!!int"), ("a: 1️⃣!!bool maybe", "!!bool"), ("a: 1️⃣!!null x", "!!null"),
        ("a: 1️⃣!!float x", "!!float"), ("a: 1️⃣!!seq {}", "!!seq"), ("a: 1️⃣!!map []", "!!map"),
        ("a: 1️⃣!!map x", "!!map"), ("a: 1️⃣!!str []", "!!str"), ("a: &x 1️⃣!!int\n  - 1", "!!int"),
        ("a: 1️⃣!!int 1.0", "!!int"),
    ])
    func refusesTagsThatDoNotFit(text: String, tag: String) {
        let marked = MarkedYAML(text)
        let reading = Reading(marked.text)
        #expect(reading.fault?.code == .tagMismatch)
        #expect(reading.fault?.message.contains("`\(tag)`") == true)
        #expect(reading.place == marked.places[1])
    }

    @Test(arguments: [
        ("a: 1️⃣!secret abc", "!secret"), ("a: 1️⃣!!binary aGk=", "!!binary"), ("a: 1️⃣!!set {x}", "!!set"),
        ("a: 1️⃣!<str> x", "str"), ("a: &b 1️⃣!Ref [x]", "!Ref"), ("1️⃣!!timestamp 2001-01-01", "!!timestamp"),
        ("%TAG !e! tag:e.test,2000:\n--- 1️⃣!e!x y", "tag:e.test,2000:x"),
    ])
    func refusesOtherTagsByName(text: String, tag: String) {
        let marked = MarkedYAML(text)
        let reading = Reading(marked.text)
        #expect(reading.fault?.code == .unknownTag)
        #expect(reading.fault?.message == "unknown tag `\(tag)`")
        #expect(reading.place == marked.places[1])
    }

    @Test func readsIntegers() {
        let root = Reading("[0o17, 0x1F, +5, -3, 0777, 99999999999999999999]").root
        #expect(root?.items.map(\.integer) == [15, 31, 5, -3, 777, nil])
    }
}
