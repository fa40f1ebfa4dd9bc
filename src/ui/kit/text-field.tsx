/** A labelled line to write on, with a hint and an error tied to it. */
import { clsx } from "clsx";
import { type InputHTMLAttributes, useId } from "react";

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, "id"> {
  readonly label: string;
  readonly hint?: string | undefined;
  /** What is wrong and what to do; null when nothing is. */
  readonly error?: string | null | undefined;
}

export function TextField({ label, hint, error = null, className, ...rest }: Props) {
  const id = useId();
  const described = [hint === undefined ? null : `${id}-hint`, error === null ? null : `${id}-error`].filter((part) => part !== null);
  return (
    <div className={clsx("grid gap-1.5", className)}>
      <label htmlFor={id} className="font-semibold">
        {label}
      </label>
      <input
        {...rest}
        id={id}
        aria-invalid={error === null ? undefined : true}
        aria-describedby={described.length === 0 ? undefined : described.join(" ")}
        className={clsx(
          "min-h-12 w-full rounded-md border bg-raised px-4 py-2 text-body placeholder:text-faint",
          error === null ? "border-line-strong" : "border-brick",
        )}
      />
      {hint === undefined ? null : (
        <p id={`${id}-hint`} className="text-small text-soft">
          {hint}
        </p>
      )}
      {error === null ? null : (
        <p id={`${id}-error`} role="alert" className="text-small font-semibold text-brick">
          {error}
        </p>
      )}
    </div>
  );
}
