/** Who a request says it is: API keys and access tokens, judged by this host's own secrets. */
import { errors, jwtVerify } from "jose";
import * as v from "valibot";
import type { Secrets } from "./secrets.ts";

type Role = "anon" | "authenticated" | "service_role";

export interface Claims {
  readonly role: Role;
  /** User id; absent for a bare API key. */
  readonly sub?: string;
  /** Seconds since epoch. */
  readonly exp?: number;
  /** All claims as JSON, for `request.jwt.claims`. */
  readonly json: string;
}

const claimsSchema = v.object({
  role: v.picklist(["anon", "authenticated", "service_role"]),
  sub: v.optional(v.pipe(v.string(), v.uuid())),
  exp: v.optional(v.number()),
});

type Verified = { readonly ok: true; readonly claims: Claims } | { readonly ok: false; readonly reason: "expired" | "invalid" };

export interface Tokens {
  /** The role an API key stands for, null for any other text. */
  keyRole(key: string | null | undefined): Role | null;
  /** A token signed with HS256 by this host, or an API key. */
  verify(token: string): Promise<Verified>;
}

export function createTokens(secrets: Secrets): Tokens {
  const secret = new TextEncoder().encode(secrets.jwtSecret);
  const keys = new Map<string, Role>([
    [secrets.publishableKey, "anon"],
    [secrets.secretKey, "service_role"],
  ]);
  const keyRole = (key: string | null | undefined): Role | null => keys.get(key ?? "") ?? null;
  return {
    keyRole,
    verify: async (token) => {
      const role = keyRole(token);
      if (role !== null) return { ok: true, claims: { role, json: JSON.stringify({ role }) } };
      try {
        const { payload } = await jwtVerify(token, secret, { algorithms: ["HS256"] });
        const { sub, exp, role: claimed } = v.parse(claimsSchema, payload);
        const json = JSON.stringify(payload);
        return { ok: true, claims: { role: claimed, json, ...(sub === undefined ? {} : { sub }), ...(exp === undefined ? {} : { exp }) } };
      } catch (error) {
        if (error instanceof errors.JWTExpired) return { ok: false, reason: "expired" };
        if (error instanceof errors.JOSEError || v.isValiError(error)) return { ok: false, reason: "invalid" };
        throw error;
      }
    },
  };
}
