/** What a journey asks of a browser: little enough for WebDriver and BiDi alike. One adapter per engine stands beside this file. */

/** An element as a person names it. */
export interface Named {
  readonly role: "textbox" | "button";
  readonly name: string;
}

export interface Tab {
  open(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Brings it to the front, as a person does before using it. */
  show(): Promise<void>;
  /** Runs in the page, so it may use nothing but what it is given; a promise is awaited there. What it gives must be JSON. */
  read<T>(inPage: (given: string) => T | Promise<T>, given?: string): Promise<T>;
  /** Real keys into a field, after what stands in it. */
  type(field: Named, text: string): Promise<void>;
  press(button: Named): Promise<void>;
  close(): Promise<void>;
}

export interface Engine {
  /** Name and version, as the browser tells them. */
  readonly version: string;
  /** All tabs share the engine's one profile, which is empty at first and gone afterwards. */
  newTab(): Promise<Tab>;
  quit(): Promise<void>;
}

export type Launch = () => Promise<Engine>;

/** In the page: the one visible element of that role and accessible name (of the kinds of naming that the app uses). */
export function findNamed(role: string, name: string): Element {
  const candidates = document.querySelectorAll(role === "textbox" ? "textarea, input:not([type=checkbox])" : "button");
  const nameOf = (element: Element): string => {
    const labels = "labels" in element && element.labels instanceof NodeList ? [...element.labels] : [];
    return element.getAttribute("aria-label") ?? (labels.length > 0 ? labels.map((label) => label.textContent).join(" ") : element.textContent);
  };
  const found = [...candidates].filter((element) => nameOf(element).trim() === name && element.getClientRects().length > 0);
  const [only] = found;
  if (only === undefined || found.length > 1) throw new Error(`${found.length} times ${role} "${name}"`);
  return only;
}
