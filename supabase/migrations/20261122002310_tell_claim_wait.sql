-- R2: who has asked for too many replies is told when there is room again, in whole seconds, in the error's hint.
create or replace function sync.count_claim() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_wait numeric;
begin
  select extract(epoch from j.claimed_at + interval '1 minute' - clock_timestamp()) into v_wait
  from public.reply_jobs j where j.user_id = new.user_id order by j.claimed_at desc offset 60 limit 1;
  if v_wait > 0 then
    raise exception using errcode = 'PT429', message = 'too many replies are asked for', detail = 'rate_limited', hint = ceil(v_wait)::text;
  end if;
  return null;
end
$$;
revoke all on all functions in schema sync from public;
