// Files that are looked into, over all cases: those that wait first.
import { For, type JSX } from "solid-js";
import type { ArtefactLine } from "../../../backend/cases/artefacts/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ArtefactItem } from "./artefact-line.tsx";
import "../register-care/care.css";

export function ArtefactsPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ artefacts: ArtefactLine[] }>(() => "/api/v1/desk/artefacts");
  return (
    <PageFrame
      title={t("artefacts.title")}
      text={t("artefacts.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
    >
      <Card title={t("artefacts.title")} count={page.answer()?.artefacts.length}>
        <ul class="care-rows">
          <For each={page.answer()?.artefacts ?? []} fallback={<li class="quiet-text">{t("artefacts.none")}</li>}>
            {(one) => (
              <li>
                <ArtefactItem one={one} hasCase />
              </li>
            )}
          </For>
        </ul>
      </Card>
    </PageFrame>
  );
}
