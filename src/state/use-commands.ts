/** Everything a screen can do; each command is durable when it resolves (W1). */
import type { Commands } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";

export const useCommands = (): Commands => useRuntime().commands;
