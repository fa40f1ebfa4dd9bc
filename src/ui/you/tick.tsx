/** Yes or no, with what it means. */
import { clsx } from "clsx";
import { useId } from "react";

interface Props {
  readonly label: string;
  readonly hint: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
  readonly className?: string;
}

export function Tick({ label, hint, checked, onChange, className }: Props) {
  const id = useId();
  return (
    <div className={clsx("grid grid-cols-[auto_minmax(0,1fr)] items-start gap-x-3", className)}>
      <input
        id={id}
        type="checkbox"
        checked={checked}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.checked)}
        className="my-3 size-5 accent-(--pond)"
      />
      <label htmlFor={id} className="min-h-11 content-center font-semibold">
        {label}
      </label>
      <p id={`${id}-hint`} className="col-start-2 text-small text-soft">
        {hint}
      </p>
    </div>
  );
}
