# Looks for words in every file, process and shared memory it can reach. In: word and label, and `key` with the key of a
# shared memory segment. Out: where which label was found. It leaves a word of its own to show that it would find one.
use strict;
use warnings;

my (%label, $key);
for (<STDIN>) {
  my ($word, $label) = split;
  if ($word eq 'key') { $key = $label }
  else { $label{$word} = $label }
}

sub look {
  my ($where, $path) = @_;
  open(my $file, '<:raw', $path) or return;
  local $/;
  my $text = <$file> // '';
  for my $word (keys %label) {
    print join("\t", $where, $label{$word}, $path), "\n" if index($text, $word) >= 0;
  }
}

my ($own) = grep { $label{$_} eq 'control' } keys %label;
my $control = "/tmp/control.$$";
open(my $file, '>', $control) or die "$control: $!";
print $file $own;
close $file;

# The words are new, so no older file holds one.
my $recent = q{find / \( -path /proc -o -path /sys \) -prune -o -type f -size -1024k -cmin -10 -print0 2>/dev/null};
look('file', $_) for split /\0/, qx($recent);
look('process', $_) for glob '/proc/[0-9]*/{cmdline,environ}';
unlink $control;

my $segment = shmget($key, 0, 0);
if (defined $segment) {
  print "segment\t$key\n";
  shmctl($segment, 0, 0); # 0 removes it
}
print "done\n";
