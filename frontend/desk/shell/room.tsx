// What the desk puts into the frame of rooms: its navigation with numbers, the search, the keys that lead about, the live stream.
import { type JSX, Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { connectLive, onChange } from "../../shell/data/live.ts";
import type { Act } from "../../shell/keys.ts";
import { entriesFor } from "../../shell/navigation-items.tsx";
import type { Room } from "../../shell/room.ts";
import { can } from "../../shell/session.ts";
import { refreshCounts } from "./counts.ts";
import { Navigation } from "./navigation.tsx";
import { groups } from "./navigation-groups.ts";
import { SearchBox } from "./search-box.tsx";

export const room: Room = {
  name: "desk",
  navigation: Navigation,
  head: Head,
  acts: goTos,
  onEnter: () => {
    refreshCounts(0);
    if (!can("report.read")) return undefined;
    const disconnect = connectLive(() => refreshCounts(0));
    const forget = onChange(() => refreshCounts());
    return () => {
      disconnect();
      forget();
    };
  },
};

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
