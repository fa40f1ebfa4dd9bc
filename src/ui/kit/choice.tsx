/** One of a few, all of them in sight: native radios, so arrow keys and names come with them. */
import { clsx } from "clsx";
import { useId } from "react";

export interface Option<T extends string> {
  readonly value: T;
  readonly label: string;
  readonly hint?: string;
  /** The language of the label, when it is not the screen's. */
  readonly lang?: string;
}

interface Props<T extends string> {
  readonly legend: string;
  readonly value: T;
  readonly options: readonly Option<T>[];
  readonly onChange: (value: T) => void;
}

export function Choice<T extends string>({ legend, value, options, onChange }: Props<T>) {
  const name = useId();
  const stacked = options.some((option) => option.hint !== undefined);
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-2 font-semibold">{legend}</legend>
      <div className={clsx("gap-2", stacked ? "grid" : "flex flex-wrap")}>
        {options.map((option) => (
          <label
            key={option.value}
            className={clsx(
              "flex min-h-12 items-center gap-3 border border-line-strong px-4 py-2 has-checked:border-pond has-checked:bg-pond-soft",
              "has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-pond",
              stacked ? "rounded-lg" : "rounded-full",
            )}
          >
            <input
              type="radio"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
              className="size-4.5 shrink-0 accent-(--pond) outline-none"
            />
            <span className="grid">
              <span lang={option.lang}>{option.label}</span>
              {option.hint === undefined ? null : <span className="text-small text-soft">{option.hint}</span>}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
