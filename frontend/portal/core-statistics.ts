// What the portal asks of the core for statistics: what was published, in the reader's language, and its numbers as files.
import type { ShownChart } from "../../backend/reporting/charts/model.ts";
import type { Indicator } from "../../backend/reporting/charts/releases/model.ts";

export interface StatisticsView {
  id: string;
  year: number;
  revision: number;
  reason: string | null;
  /** The last day that is counted, and the day of publication, in words. */
  until: string;
  published: string;
  sha256: string;
  thresholds: { least: number; leastSensitive: number; percentBase: number; leastEntities: number; mostShare: number };
  charts: ShownChart[];
  /** Kinds that the weekly chart can show alone, and the one that was asked for. */
  phenomena: { key: string; label: string }[];
  only: string | null;
  indicators: Indicator[];
}

export interface StatisticsCore {
  /** Of each year the newest, the newest year first. */
  years(): Promise<{ id: string; year: number }[]>;
  /** The release of an id, or the newest; undefined before one is published. @param only one phenomenon by itself. */
  read(id: string | undefined, tag: string, only: string | undefined): Promise<StatisticsView | undefined>;
  /** The numbers of one chart, or the indicators of others, as CSV. */
  sheet(id: string, chart: string, tag: string): Promise<Response | undefined>;
}
