/** Wire answers ↔ port values: snake_case JSON in, parsed once here and trusted inside. Hand-written checks, since a page has 500 rows. */
import type {
  BootstrapAnswer,
  Cursor,
  HistoryAnswer,
  PullAnswer,
  PushAnswer,
  RenewAnswer,
  Row,
  RowsAnswer,
  Verdict,
  WireRow,
} from "../../sync/ports.ts";
import { type Fields, fields, NotOurs, number, text } from "./fields.ts";

function list(from: Fields, key: string): readonly unknown[] {
  const value = from[key];
  if (!Array.isArray(value)) throw new NotOurs(`${key} is not a list`);
  return value;
}

function cursor(value: unknown): Cursor {
  if (!Array.isArray(value)) throw new NotOurs("a cursor was expected");
  const [version, table, id] = value as readonly unknown[];
  if (typeof version !== "number" || typeof table !== "string" || typeof id !== "string") throw new NotOurs("a cursor was expected");
  return [version, table, id];
}

function rows(from: Fields): readonly WireRow[] {
  return list(from, "rows").map((item) => {
    const wire = fields(item);
    const row = fields(wire["row"]);
    text(row, "id");
    text(row, "stamp");
    return { table: text(wire, "table"), row: row as Row };
  });
}

const envelope = (from: Fields): { serverTime: number; epoch: string } => ({
  serverTime: number(from, "server_time"),
  epoch: text(from, "epoch"),
});

export function pushAnswer(body: unknown): PushAnswer {
  const from = fields(body);
  return {
    ...envelope(from),
    lastSeq: number(from, "last_seq"),
    verdicts: list(from, "verdicts").map((item): Verdict => {
      const verdict = fields(item);
      return { id: text(verdict, "id"), seq: number(verdict, "seq"), code: verdict["code"] == null ? null : text(verdict, "code") };
    }),
    headBefore: number(from, "head_before"),
    head: number(from, "head"),
  };
}

export function pullAnswer(body: unknown): PullAnswer {
  const from = fields(body);
  return {
    ...envelope(from),
    head: number(from, "head"),
    rows: rows(from),
    cursor: cursor(from["cursor"]),
    more: from["more"] === true,
  };
}

export function bootstrapAnswer(body: unknown): BootstrapAnswer {
  const from = fields(body);
  return { ...pullAnswer(body), history: from["history"] == null ? null : cursor(from["history"]) };
}

export function historyAnswer(body: unknown): HistoryAnswer {
  const from = fields(body);
  return { ...envelope(from), rows: rows(from), before: from["before"] == null ? null : cursor(from["before"]) };
}

export const renewAnswer = (body: unknown): RenewAnswer => envelope(fields(body));

export function rowsAnswer(body: unknown): RowsAnswer {
  const from = fields(body);
  return { ...envelope(from), rows: rows(from) };
}
