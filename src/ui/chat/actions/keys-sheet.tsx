/** M10: the keys of the conversation. What stands on a key is the same in every language. */
import { m } from "../../../i18n/messages.ts";
import { Sheet } from "../../kit/sheet.tsx";

interface Line {
  /** Keys pressed together; several ways are several lists. */
  readonly keys: readonly (readonly string[])[];
  readonly does: string;
}

const mod = /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl";

function Lines({ title, lines }: { readonly title: string; readonly lines: readonly Line[] }) {
  return (
    <section className="grid gap-2 pt-3">
      <h3 className="text-large">{title}</h3>
      <dl className="chat-keys">
        {lines.map(({ keys, does }) => (
          <div key={does}>
            <dt>{does}</dt>
            <dd>
              {keys.map((together) => (
                <span key={together.join()} className="chat-keys-way">
                  {together.map((key) => (
                    <kbd key={key} lang="en">
                      {key}
                    </kbd>
                  ))}
                </span>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

export function KeysSheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  return (
    <Sheet open={open} onClose={onClose} title={m.hand_keys()}>
      <Lines
        title={m.hand_keys_write()}
        lines={[
          { keys: [["Enter"]], does: m.hand_keys_send() },
          { keys: [["Shift", "Enter"]], does: m.hand_keys_line() },
          { keys: [["↑"]], does: m.hand_keys_up() },
          { keys: [[mod, "/"]], does: m.hand_keys_help() },
        ]}
      />
      <Lines
        title={m.hand_keys_read()}
        lines={[
          { keys: [["↑"], ["↓"]], does: m.hand_keys_move() },
          { keys: [["Home"], ["End"]], does: m.hand_keys_ends() },
          { keys: [["Enter"], ["Shift", "F10"]], does: m.hand_keys_menu() },
          { keys: [[mod, "C"]], does: m.hand_keys_copy() },
          { keys: [["Delete"]], does: m.hand_keys_delete() },
          { keys: [[mod, "Z"]], does: m.hand_keys_undo() },
          { keys: [["Esc"]], does: m.hand_keys_back() },
          { keys: [["?"]], does: m.hand_keys_help() },
        ]}
      />
    </Sheet>
  );
}
