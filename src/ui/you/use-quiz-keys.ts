/** The keys of the questionnaire, wherever the focus is: a digit answers, Enter goes on, Backspace goes back. */
import { useEffect, useRef } from "react";

interface Acts {
  readonly give: (answer: number) => void;
  readonly back: () => void;
  /** null: there is nothing to go on from. */
  readonly onward: (() => void) | null;
}

/** 1 to 5 in either script's digits; 0: none of them. */
const digit = (key: string): number => (key.length === 1 ? Math.max("12345".indexOf(key), "১২৩৪৫".indexOf(key)) + 1 : 0);

/** A key that means something else where the focus is: text is written, a button or link is pressed. */
const isTaken = ({ key, target }: KeyboardEvent): boolean =>
  target instanceof Element && target.closest(key === "Enter" ? "a, button, textarea, dialog" : "textarea, dialog") !== null;

export function useQuizKeys(acts: Acts): void {
  const latest = useRef(acts);
  useEffect(() => {
    latest.current = acts;
  });
  useEffect(() => {
    const keyDown = (event: KeyboardEvent): void => {
      const { give, back, onward } = latest.current;
      if (event.defaultPrevented || event.repeat || event.isComposing || event.altKey || event.ctrlKey || event.metaKey || isTaken(event)) return;
      const answer = digit(event.key);
      if (answer > 0) give(answer);
      else if (event.key === "Backspace") back();
      else if (event.key === "Enter") onward?.();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", keyDown);
    return () => removeEventListener("keydown", keyDown);
  }, []);
}
