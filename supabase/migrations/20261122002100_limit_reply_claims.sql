-- R2: attaching to a reply is free, a new claim counts: at most 60 a minute of an account. It is counted where the claim is made,
-- so that every function, device and retry counts together. After the row, since a claim that finds another's lease writes none.
alter table public.reply_jobs add column claimed_at timestamptz not null default clock_timestamp();
create index reply_jobs_claimed_at on public.reply_jobs (user_id, claimed_at desc);

create function sync.date_claim() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.claimed_at := clock_timestamp();
  return new;
end
$$;

create function sync.count_claim() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  if (select j.claimed_at from public.reply_jobs j where j.user_id = new.user_id order by j.claimed_at desc offset 60 limit 1)
    > clock_timestamp() - interval '1 minute' then
    perform sync.fail('PT429', 'rate_limited', 'too many replies are asked for');
  end if;
  return null;
end
$$;

create trigger date_claim before update on public.reply_jobs
  for each row when (new.lease is distinct from old.lease) execute function sync.date_claim();
create trigger count_claim after insert on public.reply_jobs for each row execute function sync.count_claim();
create trigger count_claim_again after update on public.reply_jobs
  for each row when (new.lease is distinct from old.lease) execute function sync.count_claim();
revoke all on all functions in schema sync from public;
