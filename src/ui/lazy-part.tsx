/** A part of a screen that its first picture does not need. Where it cannot be had (offline, and nothing cached yet) `otherwise` stands in for it. */
import { type ComponentType, lazy, type LazyExoticComponent } from "react";

export function lazyPart<P extends object>(load: () => Promise<ComponentType<P>>, otherwise: ComponentType<P>): LazyExoticComponent<ComponentType<P>> {
  return lazy(() =>
    load().then(
      (part) => ({ default: part }),
      () => ({ default: otherwise }),
    ),
  );
}
