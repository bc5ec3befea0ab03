// The numbers beside the views: asked at the start, after each change, and never more than once a second.
import { createSignal } from "solid-js";
import type { QueueCounts } from "../../../backend/reporting/model.ts";
import { apiGet } from "../../platform/api.ts";
import { can } from "../../shell/session.ts";

const [counts, setCounts] = createSignal<QueueCounts>();
export { counts };

let timer: ReturnType<typeof setTimeout> | undefined;

/** Asks for the numbers anew, soon; many calls make one question. */
export function refreshCounts(delayMs = 600): void {
  if (!can("report.read")) return;
  timer ??= setTimeout(() => {
    timer = undefined;
    // A number that is late by one change is no reason to alarm anybody; the next change asks again.
    void apiGet<QueueCounts>("/api/v1/desk/counts").then(setCounts, () => {});
  }, delayMs);
}
