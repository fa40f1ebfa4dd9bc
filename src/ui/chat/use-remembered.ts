/** Takes the reader's place on leaving, and gives it back on coming again. */
import type { Virtualizer } from "@tanstack/react-virtual";
import { useState } from "react";
import { useReadingPlace } from "../../state/reading-place.ts";
import type { ReadingPlace } from "../../state/reading-place.ts";

interface Leaving {
  readonly atEnd: boolean;
  readonly virtualizer: Virtualizer<HTMLDivElement, Element>;
  readonly width: number;
}

function placeOf({ atEnd, virtualizer, width }: Leaving): ReadingPlace | null {
  const offset = virtualizer.scrollOffset;
  if (atEnd || offset === null) return null;
  const item = virtualizer.getVirtualItemForOffset(offset);
  if (item === undefined) return null;
  const sizes = new Map<string, number>();
  for (const [key, size] of virtualizer.itemSizeCache) sizes.set(String(key), size);
  return { key: String(item.key), offset: offset - item.start, sizes, width };
}

/** `wanted`: false in a window around a place, which is found again by its address. */
export function useRemembered(wanted: boolean): { readonly opening: ReadingPlace | null; readonly remember: (leaving: Leaving) => void } {
  const [opening] = useState(() => (wanted ? useReadingPlace.getState().place : null));
  return { opening, remember: (leaving) => (wanted ? useReadingPlace.getState().remember(placeOf(leaving)) : undefined) };
}
