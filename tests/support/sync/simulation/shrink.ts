/** Of a bad story, as few events as still show it. */
import type { Event, Story } from "./story.ts";

/**
 * Delta debugging: leaves out ever smaller pieces for as long as the rest stays bad, and not more than `budget` tries.
 * One try costs a whole world, so the result is small, not minimal.
 */
export async function shrink(story: Story, isBad: (story: Story) => Promise<boolean>, budget: number): Promise<Story> {
  let left = budget;
  let { events } = story;
  const without = async (from: number, count: number): Promise<readonly Event[] | null> => {
    const fewer = [...events.slice(0, from), ...events.slice(from + count)];
    left -= 1;
    return (await isBad({ ...story, events: fewer })) ? fewer : null;
  };
  for (let piece = Math.ceil(events.length / 2); piece >= 1 && left > 0; piece = piece === 1 ? 0 : Math.ceil(piece / 2)) {
    for (let from = Math.max(0, events.length - piece); left > 0; from -= piece) {
      const fewer = await without(Math.max(0, from), piece);
      if (fewer) events = fewer;
      if (from <= 0) break;
    }
  }
  return { ...story, events };
}
