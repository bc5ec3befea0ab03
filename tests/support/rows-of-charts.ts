// Rows of charts and public statistics for the test of what the database itself shows to each scope.
import { newId } from "../../backend/platform/ids/index.ts";
import { proposedThresholds } from "../../backend/reporting/charts/thresholds.ts";
import type { TestWorld } from "./database.ts";

const desk = { staff: 2, system: 2 } as const;
/** As in rows.test.ts: 2 is every row. What was published is seen by everybody, which tests/integration/charts/release.test.ts shows. */
const worker = { system: 2 } as const;
export const seenOfCharts = {
  chart_cubes: desk,
  statistics_releases: desk,
  sector_indicators: desk,
  chart_facts: worker,
  chart_days: worker,
  chart_touched: worker,
  chart_figures: worker,
} as const;

let lastYear = 2030;

/** A draft of a year of its own, a kept cube and an indicator. */
export async function addChartRows(
  { owner }: Pick<TestWorld, "owner">,
  of: { personId: string },
): Promise<{ releaseId: string; indicatorId: string; year: number }> {
  const [releaseId, indicatorId] = [newId(), newId()];
  // There are fewer years than askers.
  const year = (lastYear = lastYear >= 2190 ? 2031 : lastYear + 1);
  await owner`delete from statistics_releases where year = ${year}`;
  const content = { year, untilDay: `${year + 1}-01-01`, cubes: [], told: {}, indicators: [] };
  const name = Array.from(releaseId.replaceAll("-", ""), (sign) =>
    String.fromCodePoint(97 + Number.parseInt(sign, 16)),
  ).join("");
  await owner`insert into chart_cubes (chart, audience, content, counted_at) values (${name}, 'desk', '{}', now())`;
  await owner`insert into statistics_releases (id, year, revision, until_day, state, thresholds, content, sha256, made_by, made_at, counted_at)
    values (${releaseId}, ${year}, 1, ${content.untilDay}, 'draft', ${owner.json(proposedThresholds)}, ${owner.json(content)}, ${"0".repeat(64)}, ${of.personId}, now(), now())`;
  const day = `${year}-01-01`;
  await owner`insert into chart_facts (kind, id, day) values ('report', ${releaseId}, ${day})`;
  await owner`insert into chart_days (kind, day, class, sector, entity, n) values ('report', ${day}, ${name}, '', '', 1)`;
  await owner`insert into chart_touched (subject) values (${releaseId})`;
  await owner`insert into chart_figures (zone, with_demo, built_at) values (${name}, false, now())`;
  await owner`insert into sector_indicators (id, name, period, value, unit, source, source_on, licence, imported_at)
    values (${indicatorId}, ${indicatorId}, '2025', 12.5, 'percent', 'A survey', '2025-12-31', 'CC BY 4.0', now())`;
  return { releaseId, indicatorId, year };
}
