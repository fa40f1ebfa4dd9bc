/** A round button that shows only a sign; its name is for everybody who cannot see it. */
import { clsx } from "clsx";
import type { ButtonHTMLAttributes, ReactNode } from "react";

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label"> {
  readonly label: string;
  readonly tone?: "plain" | "primary";
  readonly children: ReactNode;
}

export function IconButton({ label, tone = "plain", className, type = "button", children, ...rest }: Props) {
  return (
    <button
      {...rest}
      type={type}
      aria-label={label}
      title={label}
      className={clsx(
        "inline-grid size-11 shrink-0 place-items-center rounded-full transition-[filter,background-color] duration-150 disabled:opacity-50",
        tone === "primary" ? "bg-marigold text-on-marigold hover:brightness-105" : "text-soft hover:bg-sunk hover:text-ink",
        className,
      )}
    >
      {children}
    </button>
  );
}
