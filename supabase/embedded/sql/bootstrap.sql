-- What hosted Supabase has before the first migration: the request roles and what they may do.
do $$
begin
  if not exists (select from pg_roles where rolname = 'anon') then create role anon nologin noinherit; end if;
  if not exists (select from pg_roles where rolname = 'authenticated') then create role authenticated nologin noinherit; end if;
  if not exists (select from pg_roles where rolname = 'service_role') then create role service_role nologin noinherit bypassrls; end if;
end $$;

grant anon, authenticated, service_role to current_user;
grant usage on schema public to anon, authenticated, service_role;
alter default privileges in schema public grant all on tables to anon, authenticated, service_role;
alter default privileges in schema public grant all on functions to anon, authenticated, service_role;
alter default privileges in schema public grant all on sequences to anon, authenticated, service_role;
-- Policies call auth.uid(); the tables of that schema stay closed.
grant usage on schema auth to anon, authenticated, service_role;

-- With an account goes what the auth API has noted of it: its entries hold the address (E7).
create index if not exists audit_log_entries_actor_idx on auth.audit_log_entries ((payload ->> 'actor_id'));
create or replace function auth.forget_audit() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  delete from auth.audit_log_entries a where a.payload ->> 'actor_id' = old.id::text;
  return null;
end
$$;
drop trigger if exists forget_audit on auth.users;
create trigger forget_audit after delete on auth.users for each row execute function auth.forget_audit();
