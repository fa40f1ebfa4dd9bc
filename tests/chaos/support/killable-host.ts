/** The host that the devices meet: killed without warning, and started again over the same data at the same address. */
import { startHost, type RunningHost } from "../../support/host.ts";

export class KillableHost {
  #host: RunningHost;
  #up = true;
  /** Kills and starts take turns. */
  #turn: Promise<void> = Promise.resolve();

  private constructor(host: RunningHost) {
    this.#host = host;
    // An interrupted run leaves no host behind.
    process.once("exit", () => void this.kill());
  }

  static async start(): Promise<KillableHost> {
    return new KillableHost(await startHost());
  }

  get port(): number {
    return this.#host.port;
  }
  get url(): string {
    return this.#host.url;
  }
  get publishableKey(): string {
    return this.#host.publishableKey;
  }

  /** SIGKILL, at once. False: it was down already. */
  kill(): boolean {
    if (!this.#up) return false;
    this.#up = false;
    process.kill(this.#host.pid, "SIGKILL");
    this.#turn = this.#turn.then(() => this.#host.kill());
    return true;
  }

  /** Resolves when it answers. */
  up(): Promise<void> {
    this.#turn = this.#turn.then(async () => {
      if (this.#up) return;
      this.#host = await startHost({ dataDir: this.#host.dataDir, port: this.#host.port });
      this.#up = true;
    });
    return this.#turn;
  }

  async stop(): Promise<void> {
    await this.#turn;
    this.#up = false;
    await this.#host.stop();
  }
}
