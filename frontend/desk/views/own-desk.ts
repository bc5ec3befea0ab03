// What one person keeps at the desk beside keys and views: own sectors, and reports marked to read again.
import { createSignal } from "solid-js";
import type { DeskSettings } from "../../../backend/reporting/views/model.ts";
import { apiPut } from "../../platform/api.ts";

const [sectors, setSectors] = createSignal<readonly string[]>([]);
const [unread, setUnread] = createSignal<ReadonlySet<string>>(new Set());
const [isChoosingSectors, setChoosingSectors] = createSignal(false);
export { isChoosingSectors, sectors, setChoosingSectors, unread };

export function takeOwnDesk(settings: Pick<DeskSettings, "sectors" | "unread">): void {
  setSectors(settings.sectors);
  setUnread(new Set(settings.unread));
}

/** @throws ApiProblem. */
export async function keepOwnSectors(chosen: readonly string[]): Promise<void> {
  takeOwnDesk(await apiPut<DeskSettings>("/api/v1/desk/settings/sectors", { sectors: chosen }));
}

/** @throws ApiProblem. */
export async function markToRead(reportId: string, isUnread: boolean): Promise<void> {
  const answer = await apiPut<{ unread: string[] }>("/api/v1/desk/settings/unread", { reportId, isUnread });
  setUnread(new Set(answer.unread));
}
