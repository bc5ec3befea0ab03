// What the desk puts into the frame of rooms: its navigation with numbers, the search, the keys that lead about, the live stream.
import { type JSX, Show } from "solid-js";
import type { DeskSettings } from "../../../backend/reporting/views/model.ts";
import { draftPlace, type DraftRow } from "../../../backend/reporting/drafts/model.ts";
import { apiGet, apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { keepDraftsWith, takeDrafts } from "../../shell/data/drafts.ts";
import { connectLive, onChange } from "../../shell/data/live.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { type Act, areKeysOff, keepKeysWith, ownKeys, takeKeys } from "../../shell/keys.ts";
import { entriesFor } from "../../shell/navigation-items.tsx";
import type { Room } from "../../shell/room.ts";
import { can } from "../../shell/session.ts";
import { followPresence } from "../presence/presence-store.ts";
import { takeOwnDesk } from "../views/own-desk.ts";
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
    const leavePresence = followPresence();
    const forgetDraftKeeping = bringDrafts();
    const forget = onChange(() => {
      refreshCounts();
      refreshViews();
    });
    return () => {
      keepKeysWith(undefined);
      leavePresence();
      forgetDraftKeeping();
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
    takeOwnDesk(kept);
    if (kept.isKept) takeKeys(kept.keys, kept.areKeysOff);
    else if (areKeysOff() || Object.keys(ownKeys()).length > 0) keep(ownKeys(), areKeysOff());
  } catch {
    // The keys of this device serve until the next visit.
  }
  keepKeysWith(keep);
}

/** Drafts go with the person: brought at the start and whenever the page is looked at again, kept while typing. */
function bringDrafts(): () => void {
  const bring = (): void => {
    if (document.hidden) return;
    // Without them what this device has serves.
    void apiGet<{ rows: DraftRow[] }>("/api/v1/desk/drafts").then(
      (answer) => takeDrafts(answer.rows),
      () => {},
    );
  };
  keepDraftsWith(async (place, body) => {
    if (draftPlace.test(place)) await apiPut("/api/v1/desk/drafts", { place, body });
  });
  bring();
  document.addEventListener("visibilitychange", bring);
  return () => {
    keepDraftsWith(undefined);
    document.removeEventListener("visibilitychange", bring);
  };
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
