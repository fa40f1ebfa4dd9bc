/** Everything that can be done with the messages of the conversation: by mouse, finger and keys (M1, M10), with undo (M2). Loaded after the first paint. */
import { type RefObject, Suspense, useCallback, useEffect, useLayoutEffect, useRef, useState } from "react";
import { m } from "../../../i18n/messages.ts";
import { useShownAttempts } from "../../../state/shown-attempts.ts";
import { useCommands } from "../../../state/use-commands.ts";
import { useQueries } from "../../../state/use-queries.ts";
import type { ShapedView, TimelineView, WriteError } from "../../../state/views.ts";
import { lazyPart } from "../../lazy-part.tsx";
import { toast } from "../../kit/toast.tsx";
import { useSheet } from "../../kit/use-sheet.ts";
import { writeErrorText } from "../../write-error.ts";
import "./actions.css";
import { copyText } from "./copy-text.ts";
import { KeysSheet } from "./keys-sheet.tsx";
import { listen } from "./listen.ts";
import { type MenuItem, MessageMenu } from "./message-menu.tsx";
import type { Box } from "./place.ts";
import { reactions } from "./reactions.ts";
import { neighbour } from "./roving.ts";
import { signs } from "./signs.tsx";
import { useUndo } from "./use-undo.ts";
import { whatApplies } from "./what-applies.ts";

interface Open {
  readonly id: string;
  readonly anchor: Box;
  readonly from: HTMLElement | null;
  readonly shaped: ShapedView | null;
}

interface Props {
  readonly root: RefObject<HTMLDivElement | null>;
  readonly field: RefObject<HTMLTextAreaElement | null>;
  readonly view: TimelineView;
}

const ShapedSheet = lazyPart(async () => (await import("./shaped-sheet.tsx")).ShapedSheet, () => null);

const fine = (): boolean => matchMedia("(pointer: fine)").matches;

function selectText(article: HTMLElement): void {
  const text = article.querySelector("[data-message-text]");
  if (text === null) return;
  article.dataset["selectable"] = "";
  getSelection()?.selectAllChildren(text);
}

export function ChatActions({ root, field, view }: Props) {
  const commands = useCommands();
  const queries = useQueries();
  const choose = useShownAttempts((shown) => shown.choose);
  const undo = useUndo();
  const keys = useSheet("keys");
  const why = useSheet("why");
  const [shaped, setShaped] = useState<ShapedView | null>(null);
  const [open, setOpen] = useState<Open | null>(null);
  const seen = open === null ? null : whatApplies(view, open.id);

  const told = useCallback(async (writing: Promise<{ readonly ok: true } | { readonly ok: false; readonly error: WriteError }>) => {
    const result = await writing;
    if (!result.ok) toast(writeErrorText(result.error), { tone: "care" });
  }, []);
  const copy = useCallback(async (text: string) => {
    const copied = await copyText(text);
    toast(copied ? m.hand_copied() : m.hand_copy_failed(), copied ? {} : { tone: "care" });
  }, []);
  const remove = (article: HTMLElement | null): void => {
    const id = article?.dataset["messageId"];
    if (root.current === null || article === null || id === undefined) return;
    // Whoever moves among the messages by keys goes on at the next one.
    const next = neighbour(root.current, article, 1) ?? neighbour(root.current, article, -1);
    if (article.contains(document.activeElement) || article === document.activeElement) (next ?? field.current)?.focus({ preventScroll: true });
    void told(commands.deleteMessage(id));
  };
  const copyArticle = (article: HTMLElement): void => {
    const found = whatApplies(view, article.dataset["messageId"] ?? "");
    if (found !== null) void copy(found.message.text);
  };

  // Listeners are put up once; what they call is of the last drawing.
  const acts = useRef({ remove, copyArticle, undo, showKeys: keys.show });
  useLayoutEffect(() => {
    acts.current = { remove, copyArticle, undo, showKeys: keys.show };
  });
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const open = (article: HTMLElement, anchor: Box, from: HTMLElement | null): void => {
      const id = article.dataset["messageId"];
      if (id === undefined) return;
      const mine: Open = { id, anchor, from, shaped: null };
      // At once, since the next key is the menu's already; a look at this device may add a line to it.
      setOpen(mine);
      if (article.dataset["sender"] !== "ai") return;
      queries.shaped(id).then(
        (found) => setOpen((current) => (current === mine && found !== null ? { ...mine, shaped: found } : current)),
        () => undefined,
      );
    };
    return listen(element, field, open, {
      copy: (article) => acts.current.copyArticle(article),
      remove: (article) => acts.current.remove(article),
      undo: () => acts.current.undo(),
      help: () => acts.current.showKeys(),
    });
  }, [root, field, queries]);

  const close = (focus: boolean): void => {
    setOpen(null);
    if (focus && open?.from?.isConnected === true) open.from.focus({ preventScroll: true });
  };
  const article = (): HTMLElement | null => root.current?.querySelector<HTMLElement>(`article[data-message-id="${open?.id ?? ""}"]`) ?? null;
  const items = (): MenuItem[] => {
    if (seen === null) return [];
    const { message, askAbout, hasAnswer } = seen;
    const own = message.sender === "user";
    const act = (run: () => void) => () => {
      close(true);
      run();
    };
    return [
      { label: m.hand_copy(), sign: signs.copy, run: act(() => void copy(message.text)) },
      ...(fine() ? [] : [{ label: m.hand_select(), sign: signs.select, run: () => (setOpen(null), selectText(article() ?? document.body)) }]),
      ...(askAbout === null
        ? []
        : [
            {
              label: own ? m.hand_ask() : m.hand_ask_again(),
              sign: signs.again,
              run: act(() => {
                choose(askAbout, "newest");
                void told(commands.askAgain(askAbout));
              }),
            },
          ]),
      ...(open?.shaped == null
        ? []
        : [
            {
              label: m.context_why(),
              sign: signs.why,
              run: act(() => {
                setShaped(open.shaped);
                why.show();
              }),
            },
          ]),
      ...(fine() ? [{ label: m.hand_keys(), sign: signs.keys, run: act(keys.show) }] : []),
      { label: m.hand_delete(), hint: hasAnswer ? m.hand_delete_answer() : undefined, sign: signs.remove, care: true, run: act(() => remove(article())) },
    ];
  };

  return (
    <>
      {open === null || seen === null ? null : (
        <MessageMenu
          key={open.id}
          anchor={open.anchor}
          end={seen.message.sender === "user" && open.anchor.left !== open.anchor.right}
          reactions={reactions.map(({ emoji, label }) => ({ emoji, label: label(), chosen: seen.message.reaction === emoji }))}
          onReact={(emoji) => {
            close(true);
            void told(commands.react(seen.message.id, seen.message.reaction === emoji ? null : emoji));
          }}
          items={items()}
          onClose={close}
        />
      )}
      {shaped === null ? null : (
        <Suspense fallback={null}>
          <ShapedSheet shaped={shaped} open={why.open} onClose={why.hide} />
        </Suspense>
      )}
      <KeysSheet open={keys.open} onClose={keys.hide} />
    </>
  );
}
