/** What the auth API takes for granted of a body, and answers 500 without: an object whose words are texts. */

const words = ["email", "phone", "password", "token", "token_hash", "type", "refresh_token", "auth_code", "code_verifier", "nonce", "scope"];
/** An address of mail has 254 characters at most, a link's token some hundreds; passwords are shorter still. */
const longest = 4_096;

/** In the auth API's own shape. */
const refused = (code: string, message: string): Response => Response.json({ code: 400, error_code: code, msg: message }, { status: 400 });

/** The refusal, or null to go on; what is no JSON is the API's own to refuse. */
export async function refuseAuthBody(request: Request): Promise<Response | null> {
  const text = await request.clone().text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof body !== "object" || body === null || Array.isArray(body)) return refused("bad_json", "The body must be a JSON object.");
  const given: ReadonlyMap<string, unknown> = new Map(Object.entries(body));
  for (const word of words) {
    const value = given.get(word) ?? "";
    if (typeof value !== "string" || value.length > longest || value.includes("\0")) return refused("validation_failed", `${word} must be a text of at most ${longest} characters.`);
  }
  // Postgres keeps no null character, in what is told about a person neither.
  return text.includes("\\u0000") ? refused("validation_failed", "The body holds a null character.") : null;
}
