// Situation reports that the national team sent to a person of an authority: read here, and confirmed with a button.
import { createEffect, For, type JSX, Show } from "solid-js";
import type { SentSituation } from "../../../backend/coordination/crisis/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { SituationText } from "../../shell/crisis/situation-text.tsx";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";

export function SituationsPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ situations: SentSituation[] }>(() => "/api/v1/own/situations");
  // What stands before the reader is noted as opened; the button alone says that it was read.
  createEffect(() => {
    for (const one of page.answer()?.situations ?? [])
      if (one.openedAt === null) void apiPost(`/api/v1/own/situations/${one.id}/opened`).catch(() => {});
  });
  const confirm = async (id: string): Promise<void> => {
    try {
      await apiPost(`/api/v1/own/situations/${id}/confirm`);
      showToast({ text: t("crisis.situation.thanks") });
    } catch (error) {
      tellProblem(error);
    }
    page.load();
  };
  return (
    <PageFrame
      title={t("crisis.nav.situations")}
      text={t("crisis.situation.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
    >
      <For each={page.answer()?.situations ?? []} fallback={<Empty title={t("crisis.situation.none_sent")} text="" />}>
        {(one) => (
          <Card
            title={`${t("crisis.situation.number", { number: one.number })} · ${one.reference}`}
            aside={
              <Show
                when={one.confirmedAt}
                keyed
                fallback={
                  <Button isSmall look="main" onClick={() => void confirm(one.id)}>
                    {t("crisis.situation.confirm")}
                  </Button>
                }
              >
                {(at) => <Tag tone="low">{t("crisis.situation.confirmed", { when: formatInstant(at) })}</Tag>}
              </Show>
            }
          >
            <p>
              <strong>{one.title}</strong> <Tag>TLP:{one.marking.toUpperCase()}</Tag>{" "}
              <Show when={one.levelNames}>{(names) => <Tag tone="high">{names()[currentLanguage()]}</Tag>}</Show>{" "}
              <span class="quiet-text small-text">
                {t("crisis.situation.frozen", { when: formatInstant(one.frozenAt) })}
              </span>
            </p>
            <SituationText parts={one.parts} figures={one.figures} />
          </Card>
        )}
      </For>
    </PageFrame>
  );
}
