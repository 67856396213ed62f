# Tries to connect, to everything at once. In: what, address and port. Out: the same and the errno, 0 when it connected.
use strict;
use warnings;
use Errno qw(EINPROGRESS ETIMEDOUT);
use Socket qw(:DEFAULT SOCK_NONBLOCK SOL_SOCKET SO_ERROR inet_pton pack_sockaddr_in6);

my $patience = 2;

sub attempt {
  my ($address, $port) = @_;
  my $six = $address =~ /:/;
  my $family = $six ? AF_INET6 : AF_INET;
  my $packed = inet_pton($family, $address) // die "not an address: $address";
  my $name = $six ? pack_sockaddr_in6($port, $packed) : pack_sockaddr_in($port, $packed);
  socket(my $socket, $family, SOCK_STREAM | SOCK_NONBLOCK, 0) or return (undef, $! + 0);
  return ($socket, connect($socket, $name) ? 0 : $! + 0);
}

my @waiting;
for (<STDIN>) {
  my ($what, $address, $port) = split;
  my ($socket, $errno) = attempt($address, $port);
  if ($errno == EINPROGRESS) { push @waiting, [$socket, $what, $address, $port] }
  else { print join("\t", 'target', $what, $address, $port, $errno), "\n" }
}
my $until = time + $patience;
while (@waiting && time <= $until) {
  my $bits = '';
  vec($bits, fileno($_->[0]), 1) = 1 for @waiting;
  select(undef, $bits, undef, 0.2);
  my @still;
  for my $each (@waiting) {
    my ($socket, @target) = @$each;
    if (!vec($bits, fileno($socket), 1)) { push @still, $each; next }
    my $errno = unpack('i', getsockopt($socket, SOL_SOCKET, SO_ERROR));
    print join("\t", 'target', @target, $errno), "\n";
  }
  @waiting = @still;
}
print join("\t", 'target', @$_[1 .. 3], ETIMEDOUT), "\n" for @waiting;

sub lines { my ($path) = @_; open(my $file, '<', $path) or return (); <$file> }
for (lines('/proc/net/dev')) { print "interface\t$1\n" if /^\s*(\S+):/ }
for (lines('/proc/net/route')) { print "route\t$1\n" if /^(?!Iface)(\S+)/ }
for (lines('/proc/net/ipv6_route')) { print "route\t$1\n" if /\s(\S+)$/ }

my $found = eval {
  local $SIG{ALRM} = sub { die };
  alarm $patience;
  my $address = gethostbyname('example.com');
  alarm 0;
  $address;
};
print "name\t", $found ? 'found' : 'unknown', "\n";
print "done\n";
