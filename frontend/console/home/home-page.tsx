// The first page of a constituent's people.
import { type JSX, Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { MyKeysLimited } from "../../shell/account/my-keys-limited.tsx";
import { me } from "../../shell/session.ts";
import { DueCard } from "../law/due-card.tsx";
import { SharedReports } from "../../shell/shared/shared-reports.tsx";

export function HomePage(): JSX.Element {
  const t = useWords();
  return (
    <main class="page">
      <h1>{me()?.organisation.name}</h1>
      <MyKeysLimited />
      <Show when={!me()?.limitation}>
        <DueCard />
        <SharedReports title={t("console.home.reports")} emptyText={t("console.home.no_reports")} />
      </Show>
    </main>
  );
}
