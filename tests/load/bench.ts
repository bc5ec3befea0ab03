// `npm run bench [-- NAME…]`: ratios against a baseline of the same run; absolute numbers drift with the machine and are shown beside.
import { benchAccess } from "./access.ts";
import { benchAttribute } from "./attribute.ts";
import { benchCharts } from "./charts.ts";
import { benchDesk } from "./desk.ts";
import { benchExtract } from "./extract.ts";
import { benchIndicators } from "./indicators.ts";
import { benchLists } from "./lists.ts";
import { benchLog } from "./log.ts";
import { benchMerge } from "./merge.ts";
import { benchNotify } from "./notify.ts";
import { benchReports } from "./reports.ts";
import { benchSearch } from "./search.ts";
import { benchSigma } from "./sigma.ts";
import { benchScan, benchYara } from "./yara.ts";

const benches: Record<string, (print: (line: string) => void) => Promise<void>> = {
  reports: benchReports,
  scan: benchScan,
  yara: benchYara,
  sigma: benchSigma,
  indicators: benchIndicators,
  extract: benchExtract,
  attribute: benchAttribute,
  access: benchAccess,
  log: benchLog,
  notify: benchNotify,
  merge: benchMerge,
  lists: benchLists,
  search: benchSearch,
  charts: benchCharts,
  desk: benchDesk,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !benches[name]);
if (unknown.length > 0) {
  process.stderr.write(`there is no bench ${unknown.join(", ")}; there are ${Object.keys(benches).join(", ")}\n`);
  process.exit(2);
}
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`\n== ${name}\n`);
  await bench((line) => process.stdout.write(`${line}\n`));
}
process.exit(0);
