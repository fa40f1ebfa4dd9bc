/** Keeps the shell inside what an on-screen keyboard leaves: iOS lays the keyboard over the page and tells only the visual viewport. */
import { useEffect } from "react";

/** A keyboard is taller than this, a collapsing address bar is not. CSS pixels. */
const keyboardHeight = 150;

export function useKeyboard(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (viewport === null) return undefined;
    const root = document.documentElement;
    let tallest = viewport.height;
    let width = viewport.width;
    const measure = (): void => {
      if (viewport.scale !== 1) return;
      if (viewport.width !== width) tallest = viewport.height;
      width = viewport.width;
      tallest = Math.max(tallest, viewport.height);
      const open = tallest - viewport.height > keyboardHeight && matchMedia("(pointer: coarse)").matches;
      root.classList.toggle("keyboard", open);
      root.style.setProperty("--shell-height", open ? `${viewport.height}px` : "100dvh");
      if (open) window.scrollTo(0, 0);
    };
    viewport.addEventListener("resize", measure);
    return () => viewport.removeEventListener("resize", measure);
  }, []);
}
