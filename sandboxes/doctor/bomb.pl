# Starts more processes, then takes more memory, than it may have; both come to an end of their own. In: processes to
# start, megabytes to take, megabytes to hold in /tmp at the same time. Out: how far it got.
use strict;
use warnings;
use POSIX ();

my ($processes, $mb, $held) = split ' ', scalar <STDIN>;

my @children;
my $errno = 0;
while (@children < $processes) {
  my $child = fork;
  if (!defined $child) { $errno = $! + 0; last }
  if ($child == 0) { sleep 20; POSIX::_exit(0) }
  push @children, $child;
}
kill 'KILL', @children;
waitpid($_, 0) for @children;
print join("\t", 'processes', scalar @children, $errno), "\n";

# What lies in /tmp is memory too, and must count.
my $hold = "/tmp/hold.$$";
open(my $file, '>:raw', $hold) or die "$hold: $!";
for (1 .. $held) { syswrite($file, "\1" x (1024 * 1024)) or die "$hold: $!" }

my $step = 8;
my $child = open(my $from, '-|') // die "fork: $!";
if ($child == 0) {
  my @kept;
  for my $round (1 .. $mb / $step) {
    # The last byte set makes Perl write every byte before it.
    vec($kept[$round], $step * 1024 * 1024 - 1, 8) = 1;
    syswrite(STDOUT, '.');
  }
  POSIX::_exit(0);
}
my $steps = length(join '', <$from>);
close $from;
unlink $hold;
print join("\t", 'memory', $steps * $step, $held, $? & 127 || $? >> 8), "\n";
print "done\n";
