/** The focus follows what is going on: a part of the screen that replaces another takes it, or it would be lost with what went away. */
import { type RefObject, useEffect, useRef } from "react";

/** What is given the ref is focused when it appears: a field in it, if there is one. */
export function useFocus<E extends HTMLElement>(): RefObject<E | null> {
  const place = useRef<E>(null);
  useEffect(() => {
    (place.current?.querySelector("input") ?? place.current)?.focus();
  }, []);
  return place;
}
