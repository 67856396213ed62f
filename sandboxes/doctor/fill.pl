# Asks every place that may be written for one megabyte more than it holds, then fills it with files; all of it goes again.
# In: the most megabytes and files a place may claim to hold, and whether to fill it or only to ask. Out: what each
# claims, and what came of it.
use strict;
use warnings;
use POSIX ();

my ($most_mb, $most_files, $do) = split ' ', scalar <STDIN>;

sub places {
  open(my $mounts, '<', '/proc/self/mountinfo') or die $!;
  my %found;
  for (<$mounts>) {
    my ($path, $options) = (split)[4, 5];
    my ($type) = / - (\S+)/;
    next if $type =~ /^(proc|sysfs|cgroup2?|devpts|mqueue)$/ || $options =~ /\bro\b/;
    $found{$path} = 1 if -d $path && -w _;
  }
  return sort keys %found;
}

# In pieces, since one file may not get that large.
sub fill_bytes {
  my ($folder, $mb) = @_;
  my ($taken, $said, @files) = (0, '');
  while ($taken < $mb && $said eq '') {
    my $piece = $mb - $taken < 256 ? $mb - $taken : 256;
    push @files, "$folder/fill.$$." . @files;
    $said = qx(fallocate --length ${piece}M $files[-1] 2>&1);
    $taken += $piece;
  }
  unlink @files;
  chomp $said;
  return $said;
}

sub fill_files {
  my ($folder, $count) = @_;
  my $inside = "$folder/files.$$";
  mkdir $inside or return "$!";
  my ($made, $said) = (0, '');
  while ($made < $count) {
    # One call makes a pipe; a plain file takes two.
    POSIX::mkfifo("$inside/$made", 0600) or do { $said = "$!"; last };
    $made++;
  }
  unlink map { "$inside/$_" } 0 .. $made - 1;
  rmdir $inside;
  return $said;
}

print "task\t$do\n";
for my $path (places()) {
  my (undef, $line) = qx(df -k --output=size,itotal '$path');
  my ($kb, $files) = map { /\d/ ? $_ : 0 } split ' ', $line;
  my $mb = POSIX::ceil($kb / 1024);
  print join("\t", 'place', $path, $mb, $files), "\n";
  next if $do ne 'fill' || !$mb || !$files || $mb > $most_mb || $files > $most_files;
  print join("\t", 'bytes', $path, fill_bytes($path, $mb + 1)), "\n";
  print join("\t", 'files', $path, fill_files($path, $files + 1)), "\n";
}
print "done\n";
