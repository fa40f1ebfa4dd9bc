/** The second question before something is lost for good: what is lost, and a way back that is as near as the way on. */
import type { ReactNode } from "react";
import { m } from "../../i18n/messages.ts";
import { Button } from "../kit/button.tsx";

interface Props {
  readonly children: ReactNode;
  readonly yes: string;
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onBack: () => void;
}

export function Sure({ children, yes, busy, onYes, onBack }: Props) {
  return (
    <div className="grid gap-4">
      <div className="grid gap-2">{children}</div>
      <p className="flex flex-wrap gap-3">
        <Button tone="danger" busy={busy} onClick={onYes}>
          {yes}
        </Button>
        <Button onClick={onBack}>{m.doors_back()}</Button>
      </p>
    </div>
  );
}
