/** Processes that an engine needs beside itself: started, heard, ended by their own handle. */
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";

export interface Started {
  readonly child: ChildProcess;
  /** Rejects when it ends before it was asked to. */
  readonly died: Promise<never>;
  end(): Promise<void>;
}

export function start(command: string, args: readonly string[], options: SpawnOptions): Started {
  const child = spawn(command, args, options);
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code, signal) => resolve(`ended with ${code ?? signal}`));
  });
  // Nothing may outlive a run that is cut short.
  const cut = (): void => void child.kill("SIGKILL");
  process.once("exit", cut);
  void ended.then(() => process.off("exit", cut));
  const died = ended.then((how): never => {
    throw new Error(`${command}: ${how}`);
  });
  // Heard by whoever waits for it; nobody does once it runs.
  died.catch(() => undefined);
  return {
    child,
    died,
    async end() {
      if (child.exitCode === null && child.signalCode === null) child.kill("SIGTERM");
      await ended;
    },
  };
}
