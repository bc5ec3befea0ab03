// Pages of reports kept for a moment: an opened one is painted at once from here and asked for again behind it.
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { apiGet } from "../../platform/api.ts";

const maxKept = 60;
/** So long a pointer rests on what it means. */
const restMs = 60;
const kept = new Map<string, ReportPage>();
const underWay = new Map<string, Promise<ReportPage>>();

export function keptReport(id: string): ReportPage | undefined {
  return kept.get(id);
}

/** Asks the server; two askers at once share one answer. */
export async function fetchReport(id: string): Promise<ReportPage> {
  const already = underWay.get(id);
  if (already) return await already;
  const asked = apiGet<ReportPage>(`/api/v1/desk/reports/${id}`).then((page) => {
    kept.delete(id);
    kept.set(id, page);
    const oldest = kept.keys().next().value;
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest);
    return page;
  });
  underWay.set(id, asked);
  try {
    return await asked;
  } finally {
    underWay.delete(id);
  }
}

/** Fetches ahead what is likely to be opened next; a failure is told when it is really opened. */
export function prefetchReport(id: string): void {
  if (!kept.has(id)) void fetchReport(id).catch(() => {});
}

let reached: ReturnType<typeof setTimeout> | undefined;

/** Fetches ahead what the pointer rests on; rows that only pass under it while the list is scrolled ask nothing. */
export function prefetchReached(id: string): void {
  clearTimeout(reached);
  reached = setTimeout(() => prefetchReport(id), restMs);
}

export function forgetReport(id: string): void {
  kept.delete(id);
}
