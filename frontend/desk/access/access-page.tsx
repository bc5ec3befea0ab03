// Access: the broken glass, what was opened by it, conflicts of interest, and releases that wait for a second person.
import type { JSX } from "solid-js";
import { Show } from "solid-js";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { ConflictsCard } from "./conflicts-card.tsx";
import { GlassCard, OpeningsCard } from "./glass-card.tsx";
import { ReleasesCard } from "./releases-card.tsx";
import "./access.css";

export function AccessPage(): JSX.Element {
  const t = useWords();
  return (
    <main class="page access-page">
      <h1>{t("access.page.title")}</h1>
      <p class="quiet-text">{t("access.page.lead")}</p>
      <ReleasesCard />
      <OpeningsCard />
      <ConflictsCard />
      <Show when={can("case.break_glass")}>
        <GlassCard />
      </Show>
    </main>
  );
}
