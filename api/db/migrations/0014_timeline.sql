-- What was saved is kept once: the timeline reads the versions of the files, and holds only what else happened. One sequence
-- counts both, so that everything has one order.
create sequence entry;

-- Attempts from before versions were kept have their saves in the timeline alone. Below zero they come before what there is.
insert into file_version (id, attempt_id, path, hash, via, saved_at) overriding system value
select timeline.id - 1000000000000000, timeline.attempt_id, path, hash,
  case when at = started_at then 'starter' else 'editor' end, at
from timeline join attempt on attempt.id = timeline.attempt_id
where kind in ('saved', 'deleted') and not exists (
  select from file_version version
  where version.attempt_id = timeline.attempt_id and version.path = timeline.path and via <> 'aside'
    and version.hash is not distinct from timeline.hash and saved_at = at);
delete from timeline where kind in ('saved', 'deleted');

alter table file_version alter id drop identity, alter id set default nextval('entry');
alter table timeline alter id drop identity, alter id set default nextval('entry');

-- Each keeps its own order, a file's versions theirs; between them the clock decides, and a save comes before what was done
-- with it. New numbers begin above all old ones, so that none is there twice meanwhile.
create temporary table renumbered on commit drop as
select kept, id, row_number() over (order by at, kept, id)
  + (select greatest(0, max(id)) from (select id from file_version union all select id from timeline) old) as entry
from (
  select 0 as kept, id, max(saved_at) over (partition by attempt_id, path order by id) as at from file_version
  union all
  select 1, id, max(at) over (partition by attempt_id order by id) from timeline
) happened;
update file_version set id = entry from renumbered where kept = 0 and renumbered.id = file_version.id;
update timeline set id = entry from renumbered where kept = 1 and renumbered.id = timeline.id;
select setval('entry', max(entry)) from renumbered having count(*) > 0;

alter table timeline
  drop column path,
  drop column hash,
  drop constraint timeline_kind_check,
  add check (kind in ('run', 'checks', 'request', 'terminal', 'sql', 'load', 'paste', 'away', 'back'));

-- It bounds the timeline's own entries now.
update attempt set entries = (select count(*) from timeline where attempt_id = attempt.id);
