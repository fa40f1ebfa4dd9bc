-- Ids that derive from what a row is about (UUIDv5), as src/runtime/derived-ids.ts has them; held against _shared/uuid-v5.ts by a contract
-- test. SHA-1 is in no core function of Postgres, and its extensions are not everywhere. Nothing here is a secret.

-- FIPS 180-4 §6.1, in 64 bits of which 32 are kept. All bit operators bind alike, from the left.
create function sync.sha1(p_data bytea) returns bytea
language plpgsql immutable strict as $$
declare
  c_mask constant bigint := 4294967295;
  v_data bytea := p_data || '\x80'::bytea || decode(repeat('00', (119 - length(p_data) % 64) % 64), 'hex') || int8send(length(p_data)::bigint * 8);
  h0 bigint := x'67452301'::bigint;
  h1 bigint := x'efcdab89'::bigint;
  h2 bigint := x'98badcfe'::bigint;
  h3 bigint := x'10325476'::bigint;
  h4 bigint := x'c3d2e1f0'::bigint;
  a bigint;
  b bigint;
  c bigint;
  d bigint;
  e bigint;
  w bigint[];
  x bigint;
begin
  for v_block in 0..length(v_data) / 64 - 1 loop
    w := array_fill(0::bigint, array[80]);
    for i in 0..15 loop
      w[i + 1] := ('x' || encode(substr(v_data, v_block * 64 + i * 4 + 1, 4), 'hex'))::bit(32)::bigint & c_mask;
    end loop;
    for i in 17..80 loop
      x := w[i - 3] # w[i - 8] # w[i - 14] # w[i - 16];
      w[i] := ((x << 1) | (x >> 31)) & c_mask;
    end loop;
    a := h0;
    b := h1;
    c := h2;
    d := h3;
    e := h4;
    for i in 1..80 loop
      x := (((a << 5) | (a >> 27)) & c_mask) + e + w[i] + case
        when i <= 20 then ((b & c) | ((~b) & c_mask & d)) + 1518500249
        when i <= 40 then (b # c # d) + 1859775393
        when i <= 60 then ((b & c) | (b & d) | (c & d)) + 2400959708
        else (b # c # d) + 3395469782 end;
      e := d;
      d := c;
      c := ((b << 30) | (b >> 2)) & c_mask;
      b := a;
      a := x & c_mask;
    end loop;
    h0 := (h0 + a) & c_mask;
    h1 := (h1 + b) & c_mask;
    h2 := (h2 + c) & c_mask;
    h3 := (h3 + d) & c_mask;
    h4 := (h4 + e) & c_mask;
  end loop;
  return int4send(h0::bit(32)::integer) || int4send(h1::bit(32)::integer) || int4send(h2::bit(32)::integer)
    || int4send(h3::bit(32)::integer) || int4send(h4::bit(32)::integer);
end
$$;

-- RFC 9562 §5.5 of the name as UTF-8.
create function sync.uuid_v5(p_name text, p_namespace uuid) returns uuid
language plpgsql immutable strict as $$
declare
  v_hash bytea := sync.sha1(uuid_send(p_namespace) || convert_to(p_name, 'UTF8'));
begin
  v_hash := set_byte(v_hash, 6, (get_byte(v_hash, 6) & 15) | 80);
  v_hash := set_byte(v_hash, 8, (get_byte(v_hash, 8) & 63) | 128);
  return encode(substr(v_hash, 1, 16), 'hex')::uuid;
end
$$;

revoke all on all functions in schema sync from public;
