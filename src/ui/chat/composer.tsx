/** Where the person writes. Nothing here may lose a word: state/composer.ts keeps them, this draws them. */
import { type ReactNode, type RefObject, useEffect, useId, useLayoutEffect } from "react";
import { formatNumber } from "../../i18n/format.ts";
import { m } from "../../i18n/messages.ts";
import { maxMessageLength } from "../../domain/records.ts";
import { useComposer } from "../../state/use-composer.ts";
import { IconButton } from "../kit/icon-button.tsx";
import { ComposerProblem } from "./composer-problem.tsx";
import { growToFit } from "./grow-to-fit.ts";
import { sendsMessage } from "./send-key.ts";

/** From here on the counter shows. */
const counted = 7500;
const isDesk = (): boolean => matchMedia("(pointer: fine)").matches;

function Count({ length }: { readonly length: number }): ReactNode {
  const numbers = { length: formatNumber(length), max: formatNumber(maxMessageLength) };
  if (length <= maxMessageLength) return m.chat_counter(numbers);
  return <span className="text-brick">{m.chat_too_long({ over: formatNumber(length - maxMessageLength), max: numbers.max })}</span>;
}

export function Composer({ field }: { readonly field: RefObject<HTMLTextAreaElement | null> }) {
  const text = useComposer((composer) => composer.text);
  const edit = useComposer((composer) => composer.edit);
  const send = useComposer((composer) => composer.send);
  const load = useComposer((composer) => composer.load);
  const count = useId();
  const nothing = useId();
  const tooLong = text.length > maxMessageLength;
  const blank = text.trim() === "";

  useEffect(() => void load(), [load]);
  useLayoutEffect(() => {
    if (field.current !== null) growToFit(field.current);
  }, [field, text]);

  const submit = () => {
    field.current?.focus();
    void send();
  };
  return (
    <form
      className="chat-composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ComposerProblem />
      <div className="chat-desk">
        <textarea
          ref={field}
          rows={1}
          dir="auto"
          value={text}
          aria-label={m.chat_composer_label()}
          aria-describedby={text.length >= counted ? count : undefined}
          aria-invalid={tooLong || undefined}
          placeholder={m.chat_composer_hint()}
          enterKeyHint={isDesk() ? "send" : "enter"}
          autoCapitalize="sentences"
          onChange={(event) => edit(event.target.value)}
          onKeyDown={(event) => {
            const { isComposing, keyCode } = event.nativeEvent;
            if (!sendsMessage({ key: event.key, shiftKey: event.shiftKey, isComposing, keyCode }, isDesk())) return;
            event.preventDefault();
            submit();
          }}
        />
        <IconButton
          type="submit"
          tone="primary"
          label={m.chat_send()}
          className="chat-send"
          aria-disabled={blank || tooLong || undefined}
          aria-describedby={blank ? nothing : tooLong ? count : undefined}
          // Pressing must not take the focus, and with it a phone's keyboard, from the field.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
        >
          <svg aria-hidden viewBox="0 0 24 24">
            <path d="M12 19V5.500M5.800 11.500L12 5.300l6.200 6.200" />
          </svg>
        </IconButton>
        <span id={nothing} hidden>
          {m.write_blank()}
        </span>
      </div>
      {text.length >= counted ? (
        <p id={count} role={tooLong ? "status" : undefined} className="chat-count">
          <Count length={text.length} />
        </p>
      ) : null}
    </form>
  );
}
