/** The worker that reads a file: opens it, then gives its rows in chunks as they are asked for. */
import { type OpenFile, fileErrorOf, openFile } from "./open-file.ts";
import type { Reply, Request } from "./reading.ts";

addEventListener("message", (event) => {
  const [port] = event.ports;
  if (port !== undefined) serve(port);
});

function serve(port: MessagePort): void {
  const reply = (value: Reply): void => port.postMessage(value);
  let chunks: ReturnType<OpenFile["chunks"]> | null = null;

  async function answer(request: Request): Promise<Reply> {
    if (request.kind === "open") {
      const onProgress = (done: number, total: number): void => reply({ kind: "progress", done, total });
      const { summary, draft, size, chunks: begin } = await openFile(request.file, { ...request.options, onProgress });
      chunks = begin();
      return { kind: "opened", opened: { summary, draft, size } };
    }
    const next = await chunks?.next();
    return { kind: "chunk", chunk: next === undefined || next.done === true ? null : next.value };
  }

  port.onmessage = ({ data }: MessageEvent<Request>) => {
    answer(data).then(reply, (reason: unknown) => {
      const error = fileErrorOf(reason);
      reply(error === null ? { kind: "failed", message: String(reason) } : { kind: "refused", error });
    });
  };
}
