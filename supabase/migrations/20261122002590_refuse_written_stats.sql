-- The numbers are read. Where table rights are granted to everybody (the embedded API does that), who writes them is told so, instead of
-- meeting an error that looks like the server's own.
create function sync.refuse_written_stats() returns trigger
language plpgsql as $$
begin
  raise exception using errcode = 'PT405', message = 'the numbers are made of rows, and not written', detail = 'read_only';
end
$$;
create trigger refuse_written_stats instead of insert or update or delete on public.user_activity_stats
  for each row execute function sync.refuse_written_stats();

revoke all on all functions in schema sync from public;
