-- Only the person themself may join `sync:<their id>` (L6); nobody may speak there but the database.
create policy "people hear their own sync topic" on realtime.messages
  for select to authenticated
  using (extension = 'broadcast' and (select realtime.topic()) = 'sync:' || (select auth.uid())::text);
