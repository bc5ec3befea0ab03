// What a row shows while its act is under way, and when somebody else was faster: what they did, and the choice to keep theirs or do one's own all the same.
import { createSignal } from "solid-js";
import type { QueueRow, ReportPage } from "../../../backend/reporting/model.ts";
import { apiGet } from "../../platform/api.ts";

interface Conflict {
  /** Null: a machine, or nobody who is known. */
  by: string | null;
  /** An act of the log ("report.assign"), or nothing that is known. */
  action: string | null;
  at: string | null;
  /** One's own act again, on what stands now. */
  again: () => Promise<void>;
}

type Shown = Partial<Pick<QueueRow, "assignedTo" | "tags">> & { isGone?: boolean };
const [pending, setPending] = createSignal<ReadonlyMap<string, Shown>>(new Map());
const [conflicts, setConflicts] = createSignal<ReadonlyMap<string, Conflict>>(new Map());
/** Versions that own acts have made, for a second act before the list was asked again. */
const versions = new Map<string, number>();

/** What the row will be, while the server is asked; undefined where nothing is under way. */
export function pendingAt(id: string): Shown | undefined {
  return pending().get(id);
}

export function conflictAt(id: string): Conflict | undefined {
  return conflicts().get(id);
}

/** Shows a row as it will be; `undefined` shows it as it is. */
export function showPending(ids: readonly string[], shown: Shown | undefined): void {
  setPending((all) => {
    const next = new Map(all);
    for (const id of ids)
      if (shown) next.set(id, shown);
      else next.delete(id);
    return next;
  });
}

export function forgetConflict(id: string): void {
  setConflicts((all) => new Map([...all].filter(([one]) => one !== id)));
}

/** The newest version that is known of a row. */
export function versionOf(row: { id: string; version: number }): number {
  return Math.max(row.version, versions.get(row.id) ?? 0);
}

export function noteVersion(id: string, version: number): void {
  versions.set(id, version);
  if (versions.size > 500) versions.delete(versions.keys().next().value ?? "");
}

/** Somebody else was faster: asks what they did, and lets the row say it. */
export async function tellConflict(id: string, again: () => Promise<void>): Promise<void> {
  const page = await apiGet<ReportPage>(`/api/v1/desk/reports/${id}`).catch(() => undefined);
  if (page) noteVersion(id, page.version);
  const last = page?.acts[0];
  const conflict = { by: last?.actor?.name ?? null, action: last?.action ?? null, at: last?.at ?? null, again };
  setConflicts((all) => new Map(all).set(id, conflict));
}
