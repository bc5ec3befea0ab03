// The door of counting: which function counts which chart, and how what one reader is given is put together.
import type { ChartId, Cube } from "../model.ts";
import { mergePanel, maskCubes } from "../suppress/mask-cubes.ts";
import type { GroupRow } from "../suppress/merge-small.ts";
import type { Thresholds } from "../thresholds.ts";
import type { Asked } from "./asked.ts";
import { countAreas, countPhenomena, countSectors, type GroupedCube } from "./count-groups.ts";
import { countLosses } from "./count-losses.ts";
import { countCauses, countClocks, countFormalities, countMaturity } from "./count-office.ts";
import { countExposure, countPhishing } from "./count-threats.ts";
import { countClasses, countVolume } from "./count-volume.ts";
import { countNotified, countTimes } from "./count-work.ts";

export type { Asked } from "./asked.ts";

/** Counts one chart as it stands, with small numbers. */
export async function countChart(chart: ChartId, asked: Asked): Promise<Cube> {
  switch (chart) {
    case "volume":
      return await countVolume(asked);
    case "classes":
      return await countClasses(asked);
    case "sectors":
      return (await countSectors(asked)).cube;
    case "phenomena":
      return await countPhenomena(asked, true);
    case "causes":
      return await countCauses(asked);
    case "times":
      return await countTimes(asked);
    case "clocks":
      return await countClocks(asked);
    case "notified":
      return await countNotified(asked);
    case "exposure":
      return await countExposure(asked);
    case "phishing":
      return await countPhishing(asked);
    case "areas":
      return (await countAreas(asked)).cube;
    case "formalities":
      return await countFormalities(asked);
    case "maturity":
      return await countMaturity(asked);
    case "losses":
      return await countLosses(asked);
  }
}

/**
 * What the public is told, and what the committee is shown with sectors beside: one entity's rows merged, small numbers taken out of all
 * together. Count in one snapshot of the database, or sums that are one differ.
 */
export async function countMasked(
  asked: Asked,
  thresholds: Thresholds,
  options: { withSectors: boolean; before?: Parameters<typeof maskCubes>[3] },
): Promise<ReturnType<typeof maskCubes>> {
  const merge = ({ cube, groups }: GroupedCube): Cube => ({
    ...cube,
    panels: cube.panels.map((panel) => (panel.unit === "rate" ? panel : mergeAgreed(panel, groups))),
  });
  const mergeAgreed = (panel: Cube["panels"][number], groups: readonly GroupRow[]) =>
    mergePanel(panel, groups, thresholds);
  const cubes = [
    await countVolume(asked),
    await countClasses(asked),
    await countPhenomena(asked, options.withSectors),
    merge(await countAreas(asked)),
    ...(options.withSectors ? [merge(await countSectors(asked))] : []),
  ];
  return maskCubes(cubes, asked.year, thresholds, options.before);
}
