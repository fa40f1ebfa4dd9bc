/** The first call after the server has started and nothing of the database is in memory: what a person pays who comes rarely. */
import { Requests } from "../../support/sql/many-people.ts";
import { quantile, record } from "../support/measure.ts";
import { type BySize, forgetPages, type Sizes, sizeNames } from "./sizes.ts";
import { subjects } from "./subjects.ts";

const rounds = 3;

export async function recordCold(sizes: Sizes): Promise<void> {
  for (const { name, who, call } of subjects(20)) {
    const samples: BySize<number[]> = { small: [], large: [] };
    for (let round = 0; round < rounds; round += 1) {
      const one = call();
      await sizes.cluster.restart(forgetPages);
      for (const size of round % 2 === 0 ? sizeNames : sizeNames.toReversed()) {
        const requests = new Requests(sizes.cluster.socket, sizes.databases[size]);
        samples[size].push((await requests.run(who, one)).server);
        await requests.close();
      }
    }
    record({ name: `${name}, cold`, value: quantile(samples.large, 0.5), unit: "ms", baseline: { name: "small", value: quantile(samples.small, 0.5) } });
  }
}
