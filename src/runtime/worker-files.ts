/** Which of the app's files answers a request: as the host has it, so that an address leads to the same place without a network. */

/** Addresses of the API and of files are never the app: a navigation there (a confirmation link) goes to the network. */
const api = /^\/(auth|rest|realtime|functions|storage)\/v1\//;
const named = /\/[^/]+\.[^/]+$/;

/** The file's address; null: none of the app's. What is asked for, or where in it to begin (query, fragment), makes no other file. */
export function fileFor({ method, mode, url }: Pick<Request, "method" | "mode" | "url">, home: string): string | null {
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== home) return null;
  return mode === "navigate" && !api.test(pathname) && !named.test(pathname) ? "/index.html" : pathname;
}
