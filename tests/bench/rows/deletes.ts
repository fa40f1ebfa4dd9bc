/**
 * An account that ends takes its rows along (`on delete cascade`): those, and no look at anybody else's. No gate: each is another
 * person's, whose rows the small database has in its memory and the large one has not.
 */
import { person } from "../../support/sql/many-people.ts";
import { quantile, record } from "../support/measure.ts";
import { both, type BySize, type Sizes, sizeNames } from "./sizes.ts";

const first = 50;
const rounds = 30;

export async function recordDeletes(sizes: Sizes): Promise<void> {
  const samples: BySize<number[]> = { small: [], large: [] };
  const databases = await both((size) => sizes.owner(size));
  for (let round = 0; round < rounds; round += 1) {
    for (const size of round % 2 === 0 ? sizeNames : sizeNames.toReversed()) {
      const from = performance.now();
      await databases[size].query("delete from auth.users where id = $1", [person(first + round).id]);
      samples[size].push(performance.now() - from);
    }
  }
  await both((size) => databases[size].close());
  const baseline = { name: "small", value: quantile(samples.small, 0.5) };
  record({ name: "a person with 1,000 messages deleted", value: quantile(samples.large, 0.5), unit: "ms", baseline });
}
