/** A PostgREST that knows three functions: records what it was asked and gives the answers a test wants. */
export interface Call {
  readonly name: string;
  readonly headers: Headers;
  readonly args: Record<string, unknown>;
}

type Reply = Response | Error | ((call: Call) => Response | Error);

export const user = "0198b3c4-0000-7000-8000-00000000000a";
export const message = "0198b3c4-1111-7abc-8def-000000000001";

/** A token as auth makes it; the signature is nobody's business here. */
export function token(claims: Record<string, unknown> = { sub: user, role: "authenticated" }): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  return `${part({ alg: "HS256", typ: "JWT" })}.${part(claims)}.c2lnbmF0dXJl`;
}

export const claimed = (text: string, more: Record<string, unknown> = {}) => ({
  status: "claimed",
  lease: "0198b3c4-2222-7abc-8def-000000000002",
  message: { id: message, message_text: text, created_at: "2026-11-22T08:00:00.000Z", stamp: "x", session_id: null },
  history: [],
  locale: null,
  ...more,
});

/** As `sync.context` answers of somebody lively with a cat. */
export const contextAnswer = (version = "3.2.1.0", rows: Record<string, unknown> | null = {}) => ({
  version,
  rows: rows && {
    answers: [[1, 5], [6, 1], [11, 5], [16, 1]],
    facts: [{ id: "0198b3c4-3333-7abc-8def-000000000003", text: "My cat is called Mishti", created_at: "2026-11-22T08:00:00.000Z" }],
    messages: [],
    locale: null,
    use_personality: null,
    ...rows,
  },
});

export function pgError(status: number, code: string, details: string | null): Response {
  return Response.json({ code, details, hint: null, message: "secret internal words" }, { status });
}

export class FakePostgrest {
  readonly calls: Call[] = [];
  claim: Reply = Response.json(claimed("hello"));
  finish: Reply = Response.json({ status: "stored" });
  context: Reply = Response.json(contextAnswer());

  readonly fetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
    const request = new Request(input, init);
    const name = new URL(request.url).pathname.split("/").at(-1) ?? "";
    const call: Call = { name, headers: request.headers, args: (await request.json()) as Record<string, unknown> };
    this.calls.push(call);
    const reply = name === "claim_reply" ? this.claim : name === "personality_context" ? this.context : this.finish;
    const answer = typeof reply === "function" ? reply(call) : reply;
    if (answer instanceof Error) throw answer;
    return answer.clone();
  };
}
