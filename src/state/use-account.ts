/** Whose words these are: a guest's or an account's. */
import type { AccountView } from "../runtime/api.ts";
import { useRuntime } from "./runtime-context.tsx";
import { useLive } from "./use-live.ts";

export const useAccount = (): AccountView | undefined => useLive(useRuntime().queries.account);
