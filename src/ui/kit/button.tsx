/** The one button: primary is the marigold one (at most one a screen), quiet is ink on paper, plain has no ground, danger asks twice elsewhere. */
import { clsx } from "clsx";
import type { ButtonHTMLAttributes, ReactNode } from "react";

export type ButtonTone = "primary" | "quiet" | "plain" | "danger";

const tones: Record<ButtonTone, string> = {
  primary: "bg-marigold text-on-marigold hover:brightness-105 active:brightness-95",
  quiet: "bg-raised text-ink border border-line-strong hover:bg-sunk",
  plain: "bg-transparent text-pond hover:bg-pond-soft",
  danger: "bg-raised text-brick border border-brick hover:bg-brick-soft",
};

/** Class names of a button, for links that look like one. */
export const buttonClass = (tone: ButtonTone = "quiet", extra?: string): string =>
  clsx(
    "inline-flex min-h-12 max-w-full items-center justify-center gap-2 rounded-full px-5 py-2 text-center font-semibold no-underline",
    "transition-[filter,background-color,transform] duration-150 active:translate-y-px disabled:opacity-60 disabled:active:translate-y-0",
    tones[tone],
    extra,
  );

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly tone?: ButtonTone;
  /** Something is under way: stays focusable, tells assistive technology, ignores further presses. */
  readonly busy?: boolean;
  readonly children: ReactNode;
}

export function Button({ tone = "quiet", busy = false, className, type = "button", onClick, children, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      aria-disabled={busy || undefined}
      aria-busy={busy || undefined}
      className={buttonClass(tone, clsx(busy && "opacity-70", className))}
      onClick={(event) => {
        if (busy) event.preventDefault();
        else onClick?.(event);
      }}
    >
      {children}
    </button>
  );
}
