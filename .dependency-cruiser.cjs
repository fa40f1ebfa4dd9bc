/**
 * Import directions of the rooms (DESIGN §2). Everything that is not listed is forbidden; the comment says what to do instead.
 * Cycles and "types only" are oxlint's (import/no-cycle, no-restricted-imports). Parsing needs TypeScript's JavaScript API, which
 * ends with version 6; the compiler we check with is 7, installed as `typescript-native`.
 */
const npm = (...names) => names.map((name) => `^node_modules/${name}(/|$)`);
const edge = "^supabase/functions/_shared/";

/** One rule per room: from it, only these paths may be imported. */
const room = (name, from, allowed, comment, extra = {}) => ({
  name: `room-${name}`,
  severity: "error",
  comment,
  from: { path: from, ...extra.from },
  to: { pathNot: [from, ...allowed], ...extra.to },
});

module.exports = {
  forbidden: [
    { name: "not-resolvable", severity: "error", comment: "Import something that exists.", from: {}, to: { couldNotResolve: true } },
    room("shared", "^src/shared/", [], "shared knows nothing of Bondhu: move what needs more into the room that owns it."),
    room("edge-shared", edge, [], "_shared is pure code for app and edge functions: pass what it needs as an argument."),
    room("domain", "^src/domain/", ["^src/shared/", edge], "domain is pure truth about people, sessions, streaks: let runtime bring the data."),
    room("sync", "^src/sync/", ["^src/shared/"], "sync is a library of its own: ask for it as a port (ports.ts) and implement that in adapters."),
    room("adapters-dexie", "^src/adapters/dexie/", ["^src/sync/ports\\.ts$", "^src/domain/", "^src/shared/", edge, ...npm("dexie")], "an adapter knows its ports and its one technology: join technologies in runtime."),
    room("adapters-supabase", "^src/adapters/supabase/", ["^src/sync/ports\\.ts$", "^src/domain/", "^src/shared/", edge, ...npm("@supabase", "valibot")], "an adapter knows its ports and its one technology: join technologies in runtime."),
    room("adapters-browser", "^src/adapters/browser/", ["^src/sync/ports\\.ts$", "^src/domain/", "^src/shared/", edge, ...npm("workbox-window")], "an adapter knows its ports and its one technology: join technologies in runtime."),
    room("runtime", "^src/runtime/", ["^src/adapters/", "^src/sync/", "^src/domain/", "^src/shared/", edge], "runtime joins engine and adapters: screens belong in ui, what they remember in state."),
    room("state", "^src/state/", ["^src/domain/", "^src/shared/", "^src/sync/", "^src/runtime/", ...npm("zustand", "react", "@types/react")], "state gets the runtime injected by main and imports only its types."),
    room("ui", "^src/ui/", ["^src/state/", "^src/domain/", "^src/shared/", "^src/i18n/", edge, ...npm("react", "react-dom", "react-router", "@types/react", "clsx", "lucide-react", "react-hot-toast", "@tanstack/react-virtual", "marked", "@fontsource-variable")], "ui draws: ask for data and acts through a hook in state."),
    { name: "ui-knows-no-engine", severity: "error", comment: "a screen never touches storage or network: use a hook in state.", from: { path: "^src/(ui|state)/" }, to: { path: ["^src/adapters/", ...npm("dexie", "dexie-react-hooks", "@supabase")] } },
    room("sw", "^src/sw\\.ts$", ["^src/runtime/"], "the worker's entry is thin: put what it does into runtime/worker-runtime.ts."),
    room("search-worker", "^src/search-worker\\.ts$", ["^src/runtime/search/"], "the worker's entry is thin: put what it does into runtime/search."),
    room("main", "^src/main\\.tsx$", ["^src/(runtime|state|ui|i18n)/", ...npm("react", "react-dom", "@types/react", "@types/react-dom")], "main builds the runtime and mounts the UI, nothing else."),
    { name: "functions-leave-src-alone", severity: "error", comment: "edge functions and the host never import src: put common code into supabase/functions/_shared.", from: { path: "^supabase/" }, to: { path: "^src/" } },
    { name: "src-leaves-tests-alone", severity: "error", comment: "the app never imports its tests or the host.", from: { path: "^src/" }, to: { path: ["^tests/", "^supabase/embedded/", "^supabase/functions/(?!_shared)"] } },
  ],
  options: {
    parser: "tsc",
    doNotFollow: { path: "node_modules" },
    exclude: { path: ["^src/i18n/paraglide", "^dist", "virtual:"] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node", "default"], extensions: [".ts", ".tsx", ".mjs", ".js", ".json", ".css"] },
  },
};
