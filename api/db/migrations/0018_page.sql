-- Which page saved a file last: a save whose answer was lost is known again by it.
alter table attempt_file add column page text;
