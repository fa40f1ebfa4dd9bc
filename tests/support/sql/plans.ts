/** What the planner made of every statement inside a call, seen by auto_explain. */
import { type Call, type Person, Requests } from "./many-people.ts";

interface Node {
  readonly "Node Type": string;
  readonly "Relation Name"?: string;
  readonly "Index Name"?: string;
  readonly "Actual Rows"?: number;
  readonly "Actual Loops"?: number;
  readonly "Rows Removed by Filter"?: number;
  readonly "Shared Hit Blocks"?: number;
  readonly "Shared Read Blocks"?: number;
  readonly Plans?: readonly Node[];
}

/** One look at a table or an index. */
export interface Scan {
  readonly type: string;
  readonly relation: string;
  readonly index: string | null;
  /** Rows it looked at, those it threw away as well. */
  readonly rows: number;
  /** Pages of 8 kB. */
  readonly pages: number;
}
export interface CallPlan {
  readonly scans: readonly Scan[];
  /** Pages of 8 kB touched in all. */
  readonly pages: number;
}

function* nodes(node: Node): Generator<Node> {
  yield node;
  for (const child of node.Plans ?? []) yield* nodes(child);
}

const pagesOf = (node: Node): number => (node["Shared Hit Blocks"] ?? 0) + (node["Shared Read Blocks"] ?? 0);

const scanOf = (node: Node): Scan[] => {
  const loops = node["Actual Loops"] ?? 0;
  const isScan = /Scan/.test(node["Node Type"]) && (node["Relation Name"] !== undefined || node["Index Name"] !== undefined);
  if (!isScan || loops === 0) return [];
  const rows = Math.round(((node["Actual Rows"] ?? 0) + (node["Rows Removed by Filter"] ?? 0)) * loops);
  return [{ type: node["Node Type"], relation: node["Relation Name"] ?? "", index: node["Index Name"] ?? null, rows, pages: pagesOf(node) }];
};

/** A superuser's connection whose statements explain themselves; it plays the person's role all the same. */
export class Explainer {
  readonly #requests: Requests;
  #said: string[] = [];

  constructor(socket: string, database: string, settings: Readonly<Record<string, string>> = {}) {
    this.#requests = new Requests(socket, database, {
      user: "supabase_admin",
      settings: {
        session_preload_libraries: "auto_explain",
        "auto_explain.log_min_duration": "0",
        "auto_explain.log_analyze": "on",
        "auto_explain.log_timing": "off",
        "auto_explain.log_buffers": "on",
        "auto_explain.log_nested_statements": "on",
        "auto_explain.log_format": "json",
        "auto_explain.log_level": "notice",
        client_min_messages: "notice",
        ...settings,
      },
      onNotice: (message) => this.#said.push(message),
    });
  }

  async explain(who: Person, call: Call): Promise<CallPlan> {
    this.#said = [];
    await this.#requests.run(who, call);
    const plans = this.#said.flatMap((message) => {
      const at = message.indexOf("plan:\n");
      return at < 0 ? [] : [JSON.parse(message.slice(at + 6)) as { readonly "Query Text": string; readonly Plan: Node }];
    });
    // The outermost statement ends, and so is told, after those inside it: its pages are those of all.
    const outer = plans.find((plan) => plan["Query Text"].includes("clock_timestamp() as began"))?.Plan;
    if (outer === undefined) throw new Error("the call did not explain itself");
    return {
      scans: plans.flatMap(({ Plan }) => [...nodes(Plan)].flatMap(scanOf)),
      pages: pagesOf(outer),
    };
  }

  close(): Promise<void> {
    return this.#requests.close();
  }
}

/** The scans of a call in few lines: `Index Scan chat_messages_feed: 500 rows, 12 pages`. */
export function summary({ scans }: CallPlan): readonly string[] {
  const sums = new Map<string, Pick<Scan, "rows" | "pages">>();
  for (const { type, relation, index, rows, pages } of scans) {
    const name = `${type} ${index ?? relation}`;
    const before = sums.get(name);
    sums.set(name, { rows: rows + (before?.rows ?? 0), pages: pages + (before?.pages ?? 0) });
  }
  return [...sums].map(([name, { rows, pages }]) => `${name}: ${rows} rows, ${pages} pages`);
}
