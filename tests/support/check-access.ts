// Asks axe about the page that is open: WCAG 2.0 to 2.2, A and AA, and good practice; the size of targets by name, since it is off by default.
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import { readPageTakenAway } from "./page-stays.ts";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What is wrong, one line each; and whether the size of targets was measured at all. */
export async function checkAccess(page: Page): Promise<{ faults: string[]; hasMeasuredTargets: boolean }> {
  // Legacy mode only means: no second browser page to gather frames. The portal has none, and it halves the time.
  const results = await new AxeBuilder({ page })
    .setLegacyMode(true)
    .options({ runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: true } } })
    .analyze();
  const faults = results.violations.flatMap((rule) =>
    rule.nodes.map((node) => `${rule.id}: ${node.target.join(" ")} – ${node.failureSummary ?? ""}`),
  );
  const takenAway = await page.evaluate<string>(readPageTakenAway);
  if (takenAway !== "") faults.push(`page-stays: ${takenAway} was taken away and put back while something was fetched`);
  const ran = [...results.passes, ...results.violations, ...results.incomplete];
  return { faults, hasMeasuredTargets: ran.some(({ id }) => id === "target-size") };
}
