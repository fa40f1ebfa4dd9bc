/** Where a menu of some size goes: below what it is about, above it where there is no room, always inside the window. CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const edge = 8;
const gap = 4;

/** `end`: aligned with the anchor's right edge. */
export function placeMenu(anchor: Box, size: { readonly width: number; readonly height: number }, window: { readonly width: number; readonly height: number }, end: boolean) {
  const within = (at: number, most: number): number => Math.max(edge, Math.min(at, most - edge));
  const below = anchor.bottom + gap;
  const above = anchor.top - gap - size.height;
  const top = below + size.height <= window.height - edge || above < edge ? below : above;
  return { left: within(end ? anchor.right - size.width : anchor.left, window.width - size.width), top: within(top, window.height - size.height) };
}
