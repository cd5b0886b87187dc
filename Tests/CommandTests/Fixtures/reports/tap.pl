# Reads TAP as perl's harness does, and tells what it sees: one JSON object for each file.
use strict;
use warnings;
use JSON::PP;
use TAP::Parser;

for my $file (@ARGV) {
    open my $handle, '<:encoding(UTF-8)', $file or die "$file: $!";
    my $text = do { local $/; <$handle> };
    my $parser = TAP::Parser->new({ tap => $text });
    my (@tests, @findings, @unknown);
    while (my $result = $parser->next) {
        push @tests, [ $result->is_ok ? JSON::PP::true : JSON::PP::false, $result->description ] if $result->is_test;
        push @unknown, $result->raw if $result->is_unknown;
        push @findings, scalar @{ $result->data->{findings} || [] } if $result->is_yaml;
    }
    print JSON::PP->new->ascii->canonical->encode({
        problems => [ $parser->parse_errors, map { "not TAP: $_" } @unknown ],
        tests => \@tests,
        findings => \@findings,
        directives => scalar($parser->skipped) + scalar($parser->todo),
    }), "\n";
}
