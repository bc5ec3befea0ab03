// What the desk puts into the frame of rooms: its navigation with numbers, the search, the keys that lead about, the live stream.
import { type JSX, Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { connectLive, onChange } from "../../shell/data/live.ts";
import type { Act } from "../../shell/keys.ts";
import type { Room } from "../../shell/room.ts";
import { can } from "../../shell/session.ts";
import { refreshCounts } from "./counts.ts";
import { Navigation } from "./navigation.tsx";
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
  const goTo = (id: string, key: string, href: string, isOn: () => boolean): Act => ({
    id: `go-${id}`,
    label: () => t(`desk.go.${id}`),
    group: () => t("desk.keys.everywhere"),
    keys: [`g ${key}`],
    isOn,
    run: () => navigate(href),
  });
  return [
    goTo("reports", "KeyI", "/reports", () => can("report.read")),
    goTo("mine", "KeyM", "/reports?view=mine", () => can("report.read")),
    goTo("cases", "KeyC", "/cases", () => can("case.read")),
    goTo("directory", "KeyD", "/directory", () => can("registry.read")),
    goTo("rules", "KeyR", "/rules", () => can("rule.read")),
    goTo("mails", "KeyE", "/mails", () => can("mail.read")),
    goTo("log", "KeyL", "/log", () => can("log.read")),
    goTo("health", "KeyH", "/health", () => can("health.read")),
  ];
}
