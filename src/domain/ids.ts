/** Branded ids: the few doors that create them are here and in `runtime/ids.ts`. */
declare const brand: unique symbol;
type Branded<B extends string> = string & { readonly [brand]: B };

export type MessageId = Branded<"MessageId">;
export type SessionId = Branded<"SessionId">;
/** Name of one account's database on this device. Never reused. */
export type DatabaseName = Branded<"DatabaseName">;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (text: string): boolean => uuid.test(text);

function parse<T extends string>(text: string, what: string): T {
  if (!isUuid(text)) throw new TypeError(`not a ${what} id: ${JSON.stringify(text)}`);
  return text as T;
}
export const messageId = (text: string): MessageId => parse<MessageId>(text, "message");
export const sessionId = (text: string): SessionId => parse<SessionId>(text, "session");
export const databaseName = (text: string): DatabaseName => text as DatabaseName;
