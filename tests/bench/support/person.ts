/** A person with an account at a host. */
import { randomUUID } from "node:crypto";
import type { Account } from "../../e2e/support/fixtures.ts";
import { type RunningHost, signUp, type Tokens } from "../../support/host.ts";

export const newAccount = (): Account => ({ email: `${randomUUID()}@example.org`, password: "correct horse battery" });

export async function newPerson(url: string): Promise<{ readonly account: Account; readonly tokens: Tokens }> {
  const account = newAccount();
  return { account, tokens: await signUp(url, account.email, account.password) };
}

/** A new access token. */
export async function signIn({ url, publishableKey }: RunningHost, account: Account): Promise<string> {
  const response = await fetch(`${url}/auth/v1/token?grant_type=password`, {
    method: "POST",
    headers: { apikey: publishableKey, "content-type": "application/json" },
    body: JSON.stringify(account),
  });
  if (!response.ok) throw new Error(`sign-in: ${response.status} ${await response.text()}`);
  return ((await response.json()) as { access_token: string }).access_token;
}
