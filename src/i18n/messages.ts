/** The door to the generated messages: `m.nav_home()`. Importing it also installs the language. */
import "./locale.ts";

export * as m from "./paraglide/messages/_index.js";
