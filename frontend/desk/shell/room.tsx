// What the desk puts into the frame of rooms: its navigation with numbers, the search, the keys that lead about, the live stream.
import { type JSX, Show } from "solid-js";
import type { DeskSettings } from "../../../backend/reporting/views/model.ts";
import { apiGet, apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { connectLive, onChange } from "../../shell/data/live.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { type Act, areKeysOff, keepKeysWith, ownKeys, takeKeys } from "../../shell/keys.ts";
import { entriesFor } from "../../shell/navigation-items.tsx";
import type { Room } from "../../shell/room.ts";
import { can } from "../../shell/session.ts";
import { refreshCounts } from "./counts.ts";
import { Navigation } from "./navigation.tsx";
import { groups } from "./navigation-groups.ts";
import { refreshViews } from "../views/views-store.ts";
import { SearchBox } from "./search-box.tsx";

export const room: Room = {
  name: "desk",
  navigation: Navigation,
  head: Head,
  acts: goTos,
  onEnter: () => {
    refreshCounts(0);
    if (!can("report.read")) return undefined;
    void bringKeys();
    const disconnect = connectLive(() => refreshCounts(0));
    const forget = onChange(() => {
      refreshCounts();
      refreshViews();
    });
    return () => {
      keepKeysWith(undefined);
      disconnect();
      forget();
    };
  },
};

/** Keys of one's own go with the person; what was chosen on this device before is kept with them the first time. */
async function bringKeys(): Promise<void> {
  const keep = (keys: Record<string, string>, off: boolean): void => {
    void apiPut("/api/v1/desk/settings/keys", { keys, areKeysOff: off }).catch(tellProblem);
  };
  try {
    const kept = await apiGet<DeskSettings>("/api/v1/desk/settings");
    if (kept.isKept) takeKeys(kept.keys, kept.areKeysOff);
    else if (areKeysOff() || Object.keys(ownKeys()).length > 0) keep(ownKeys(), areKeysOff());
  } catch {
    // The keys of this device serve until the next visit.
  }
  keepKeysWith(keep);
}

function Head(): JSX.Element {
  return (
    <Show when={can("report.read")}>
      <SearchBox />
    </Show>
  );
}

function goTos(navigate: (href: string) => void): Act[] {
  const t = useWords();
  return [
    {
      id: "go-navigation",
      label: () => t("views.keys.navigation"),
      group: () => t("desk.keys.everywhere"),
      keys: ["g KeyN"],
      isMove: true,
      run: () => document.querySelector<HTMLElement>("#navigation [aria-current], #navigation a")?.focus(),
    },
    ...entriesFor(groups).flatMap((group) =>
      group.entries.map(
        (entry): Act => ({
          id: `go-${entry.href}`,
          label: () => t("views.keys.page_of", { group: t(group.words ?? "desk.menu"), page: t(entry.words) }),
          group: () => t("desk.keys.everywhere"),
          ...(entry.key ? { keys: [`g ${entry.key}`] } : {}),
          run: () => navigate(entry.href),
        }),
      ),
    ),
  ];
}
