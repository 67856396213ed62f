# Makes system calls and says how the kernel answered each. In: name, number and arguments. Out: name and errno, 0 when it worked.
use strict;
use warnings;
use POSIX ();

$| = 1;
for (<STDIN>) {
  my ($name, $number, @arguments) = split;
  # Each in a process of its own: a call that works may change what the process is.
  my $child = open(my $from, '-|') // die "fork: $!";
  if ($child == 0) {
    my $own = $$;
    my @values = map { $_ eq 'self' ? $$ : $_ + 0 } @arguments;
    $! = 0;
    my $result = syscall($number + 0, @values);
    # A clone that worked returns twice.
    POSIX::_exit(0) if $$ != $own;
    print $result == -1 ? $! + 0 : 0;
    POSIX::_exit(0);
  }
  my $answer = <$from> // 'killed';
  close $from;
  print "call\t$name\t$answer\n";
}
print "done\n";
