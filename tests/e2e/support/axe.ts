/** What axe finds on a page as it is. */
import AxeBuilder from "@axe-core/playwright";
import type { Page } from "@playwright/test";

/** What another colour scheme can change. */
const colourRules = ["color-contrast", "link-in-text-block"];

export interface Look {
  /** A part of the page; absent: all of it. */
  readonly within?: string;
  /** The page has been looked at in other colours already. */
  readonly coloursOnly?: boolean;
}

/** The app has no frames of other origins, for which axe would open a page of its own each time: hence its legacy mode. */
export async function violations(page: Page, { within, coloursOnly = false }: Look = {}): Promise<string[]> {
  // What fades from one colour to another is neither; what never ends (breathing) is not waited for.
  await page.evaluate(() =>
    Promise.all(
      document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
        .map(({ finished }) => finished.catch(() => null)),
    ),
  );
  const axe = new AxeBuilder({ page }).setLegacyMode(true);
  if (within !== undefined) axe.include(within);
  if (coloursOnly) axe.withRules(colourRules);
  const found = await axe.analyze();
  return found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html ?? ""} ${nodes[0]?.failureSummary ?? ""}`);
}
