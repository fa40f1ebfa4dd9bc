/** T4: what would be lost, one line for each kind. */
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import type { WaitingView } from "../../state/views.ts";

/** Whether signing out has to ask. */
export const hasWaiting = ({ changes, refused, asks, bringing, here }: WaitingView): boolean => changes + refused + asks + bringing + here > 0;

const counted = (count: number) => ({ count, shown: formatNumber(count) });

export function WhatWaits({ waiting: { changes, refused, asks, bringing, here, draft } }: { readonly waiting: WaitingView }) {
  const lines = [
    changes > 0 ? m.doors_waits_changes(counted(changes)) : null,
    refused > 0 ? m.doors_waits_refused(counted(refused)) : null,
    asks > 0 ? m.doors_waits_asks(counted(asks)) : null,
    bringing > 0 ? m.doors_waits_bringing() : null,
    here > 0 ? m.you_waits_here(counted(here)) : null,
    draft ? m.doors_waits_draft() : null,
  ].filter((line) => line !== null);
  return (
    <ul className="grid gap-1.5">
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
