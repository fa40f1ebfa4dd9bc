/** A remark in the margin: tinted paper, no border. `care` is for what a person should not miss. */
import { clsx } from "clsx";
import type { ReactNode } from "react";

interface Props {
  readonly tone?: "calm" | "warm" | "care";
  readonly children: ReactNode;
  readonly className?: string;
}

const tones = { calm: "bg-pond-soft", warm: "bg-marigold-soft", care: "bg-brick-soft" } as const;

export function Note({ tone = "calm", children, className }: Props) {
  return <div className={clsx("cut grid gap-3 px-5 py-4 text-ink", tones[tone], className)}>{children}</div>;
}
