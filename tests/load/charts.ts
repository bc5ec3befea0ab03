// Charts over a million reports: what the hourly job's count costs from the figures by day, against the direct count, and what bringing the figures up to date costs.
import { sql } from "drizzle-orm";
import { withTransaction } from "../../backend/platform/db/index.ts";
import { countChart } from "../../backend/reporting/charts/count/index.ts";
import { askNow } from "../../backend/reporting/charts/keep-cubes.ts";
import { keepFigures } from "../../backend/reporting/charts/keep-figures.ts";
import { chartsOf } from "../../backend/reporting/charts/model.ts";
import { withListsWorld } from "./lists-world.ts";

const touched = 1_000;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
const seconds = (value: number): string => `${value.toFixed(2)} s`;

export async function benchCharts(print: (line: string) => void): Promise<void> {
  await withListsWorld(print, async ({ ctx, owner, size }) => {
    const inOneMoment = async (work: (asked: ReturnType<typeof askNow>) => Promise<unknown>): Promise<void> => {
      await withTransaction(
        ctx,
        async (tx) => {
          await tx.execute(sql`select set_config('statement_timeout', '600000', true)`);
          await work(askNow(tx, ctx, null));
        },
        "system",
        { isOneMoment: true },
      );
    };
    print(`${size.reports} reports, ${size.cases} cases`);
    const first = await timed(async () => await inOneMoment(async (asked) => await keepFigures(asked.tx, asked)));
    print(`all figures anew: ${seconds(first)}`);
    await owner`vacuum analyze chart_facts, chart_days`;
    await owner`update reports set rsit_class = rsit_class where id in (select id from reports order by received_at desc limit ${touched})`;
    const again = await timed(async () => await inOneMoment(async (asked) => await keepFigures(asked.tx, asked)));
    print(
      `figures after ${touched} reports were touched: ${seconds(again)}, 1 : ${(first / again).toFixed(0)} of all anew`,
    );
    let [direct, kept] = [0, 0];
    for (const chart of chartsOf.desk) {
      const [before, now] = [
        await timed(async () => await inOneMoment(async (asked) => await countChart(chart, asked))),
        await timed(
          async () => await inOneMoment(async (asked) => await countChart(chart, { ...asked, hasFigures: true })),
        ),
      ];
      direct += before;
      kept += now;
      print(`${chart}: direct ${seconds(before)}, from the figures ${seconds(now)}, ${(before / now).toFixed(1)} : 1`);
    }
    print(`all charts of the desk: direct ${seconds(direct)}, from the figures ${seconds(kept)}`);
  });
}
