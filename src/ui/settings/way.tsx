/** One way to go on among several: what it is, and beneath it what it means. */
import { clsx } from "clsx";
import { useId } from "react";

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly tone?: "quiet" | "primary" | "danger";
  readonly busy?: boolean;
  readonly onChoose: () => void;
}

const tones = {
  quiet: "border-line-strong bg-raised text-ink hover:bg-sunk",
  primary: "border-marigold bg-marigold text-on-marigold hover:brightness-105",
  danger: "border-brick bg-raised text-brick hover:bg-brick-soft",
} as const;

export function Way({ label, hint, tone = "quiet", busy = false, onChoose }: Props) {
  const id = useId();
  return (
    <button
      type="button"
      aria-labelledby={`${id}-label`}
      aria-describedby={`${id}-hint`}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      className={clsx("cut grid min-h-12 w-full gap-0.5 border px-5 py-3 text-left", tones[tone], busy && "opacity-70")}
      onClick={() => {
        if (!busy) onChoose();
      }}
    >
      <span id={`${id}-label`} className="font-semibold">
        {label}
      </span>
      <span id={`${id}-hint`} className={clsx("text-small", tone === "quiet" && "text-soft")}>
        {hint}
      </span>
    </button>
  );
}
