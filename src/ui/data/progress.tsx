/** How far long work is, and the way out of it. */
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { Button } from "../kit/button.tsx";
import { useFocus } from "./use-focus.ts";

const bar = [
  "h-3 w-full appearance-none overflow-hidden rounded-full border border-line-strong bg-sunk forced-colors:appearance-auto",
  "[&::-moz-progress-bar]:bg-pond [&::-webkit-progress-bar]:bg-sunk [&::-webkit-progress-value]:bg-pond",
].join(" ");

interface Props {
  /** What is being done. */
  readonly label: string;
  /** 0 to 1. */
  readonly part: number;
  readonly onCancel: () => void;
}

export function Progress({ label, part, onCancel }: Props) {
  const place = useFocus<HTMLDivElement>();
  return (
    <div ref={place} tabIndex={-1} className="grid gap-3 outline-none">
      <p role="status">{label}</p>
      <div className="flex items-center gap-4">
        <progress className={bar} aria-label={label} value={part} max={1} />
        <span aria-hidden="true" className="min-w-14 text-right text-soft tabular-nums">
          {formatNumber(Math.floor(part * 100))}%
        </span>
      </div>
      <Button className="justify-self-start" onClick={onCancel}>
        {m.cancel()}
      </Button>
    </div>
  );
}
