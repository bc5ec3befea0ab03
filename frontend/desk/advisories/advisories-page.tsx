// Advisories: drafts and what is published, those changed last first.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import type { AdvisoryLine } from "../../../backend/coordination/advisories/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import "../register-care/care.css";

export const advisoryTones: Record<AdvisoryLine["state"], Tone> = {
  draft: "plain",
  waiting: "medium",
  published: "low",
};

export function AdvisoriesPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ advisories: AdvisoryLine[] }>(() => "/api/v1/advisories");
  return (
    <PageFrame
      title={t("advisories.page.title")}
      text={t("advisories.page.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p>
          <A class="button" data-look="main" href="/advisories/new">
            <span class="button-words">{t("advisories.page.new")}</span>
          </A>
        </p>
      }
    >
      <Card title={t("advisories.page.title")} count={page.answer()?.advisories.length}>
        <ul class="care-rows">
          <For
            each={page.answer()?.advisories ?? []}
            fallback={<li class="quiet-text">{t("advisories.page.none")}</li>}
          >
            {(one) => (
              <li>
                <div>
                  <A class="care-name" href={`/advisories/${one.id}`}>
                    {one.number ?? ""} {one.title}
                  </A>
                  <p class="quiet-text small-text">
                    {t("notify.page.by", { name: one.createdBy ?? "—", when: formatInstant(one.changedAt) })} ·{" "}
                    {t(`advisories.severity.${one.severity}`)}
                    <Show when={one.publishedAt} keyed>
                      {(at) => ` · ${t("advisories.edit.edition", { edition: one.editions, when: formatInstant(at) })}`}
                    </Show>
                  </p>
                </div>
                <Show when={one.isExercise}>
                  <Tag tone="high">{t("advisories.edit.of_exercise")}</Tag>
                </Show>
                <Tag tone={advisoryTones[one.state]}>{t(`advisories.state.${one.state}`)}</Tag>
              </li>
            )}
          </For>
        </ul>
      </Card>
    </PageFrame>
  );
}
