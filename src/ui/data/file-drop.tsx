/** Where a file is chosen or dropped. A file dropped beside it is taken too: the browser would leave the app to show it. */
import { clsx } from "clsx";
import FileUp from "lucide-react/icons/file-up";
import { useEffect, useRef, useState } from "react";
import { m } from "../../i18n/messages.ts";

export function FileDrop({ onFile }: { readonly onFile: (file: File) => void }) {
  const [over, setOver] = useState(false);
  const take = useRef(onFile);
  useEffect(() => {
    take.current = onFile;
  });
  useEffect(() => {
    const drag = (event: DragEvent): void => {
      event.preventDefault();
      setOver(event.type === "dragover");
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const file = event.dataTransfer?.files[0];
      if (file !== undefined) take.current(file);
    };
    addEventListener("dragover", drag);
    addEventListener("dragleave", drag);
    addEventListener("drop", drop);
    return () => {
      removeEventListener("dragover", drag);
      removeEventListener("dragleave", drag);
      removeEventListener("drop", drop);
    };
  }, []);
  return (
    <label
      className={clsx(
        "cut grid justify-items-center gap-2 border-2 border-dashed px-5 py-7 text-center hover:border-pond hover:bg-pond-soft",
        "has-focus-visible:outline-3 has-focus-visible:outline-offset-2 has-focus-visible:outline-pond",
        over ? "border-pond bg-pond-soft" : "border-line-strong",
      )}
    >
      <FileUp aria-hidden="true" className="text-pond" />
      <span className="font-semibold">{m.archive_choose()}</span>
      <span className="text-small text-soft">{m.archive_choose_hint()}</span>
      <input
        type="file"
        className="sr-only"
        onChange={(event) => {
          const file = event.target.files?.[0];
          // The same file may be chosen again.
          event.target.value = "";
          if (file !== undefined) onFile(file);
        }}
      />
    </label>
  );
}
