/** A guess at a row's height before it is drawn: close enough that the scrollbar does not wander. */
import type { ChatRow } from "./rows.ts";

const gaps = { close: 4, turn: 20, moment: 56, day: 84 } as const;

/** In CSS pixels, for a column `width` pixels wide. */
export function guessHeight(row: ChatRow | undefined, width: number): number {
  if (row === undefined || row.kind === "progress") return 64;
  const { message, gap } = row;
  const perLine = Math.max(20, Math.min(width - 90, 560) / 8);
  let lines = 0;
  for (const line of message.text.split("\n")) lines += Math.max(1, Math.ceil(line.length / perLine));
  const own = message.sender === "user";
  const below = own ? (message.state === "failed" ? 64 : 0) : message.source === "rules" ? 26 : 0;
  return gaps[gap] + lines * 26 + (own ? 18 : 6) + below;
}
