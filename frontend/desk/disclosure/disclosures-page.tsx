// Vulnerabilities that are worked on or published, with what waits in each.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { DisclosureLine } from "../../../backend/coordination/disclosure/views/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { FieldsDialog } from "./fields-dialog.tsx";
import "../register-care/care.css";

export function DisclosuresPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [isBeginning, setBeginning] = createSignal(false);
  const page = createPage<{ rows: DisclosureLine[] }>(() => "/api/v1/disclosure/cases");
  return (
    <PageFrame
      title={t("disclosure.desk.title")}
      text={t("disclosure.desk.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <nav class="care-nav" aria-label={t("disclosure.desk.title")}>
          <A href="/disclosure/cves">{t("disclosure.desk.cves")}</A>
          <A href="/disclosure/policy">{t("disclosure.policy.nav")}</A>
          <Show when={can("case.change")}>
            <Button isSmall onClick={() => setBeginning(true)}>
              {t("disclosure.desk.begin")}
            </Button>
          </Show>
        </nav>
      }
    >
      <Card title={t("disclosure.desk.title")} count={page.answer()?.rows.length}>
        <ul class="care-rows">
          <For each={page.answer()?.rows ?? []} fallback={<li class="quiet-text">{t("disclosure.desk.none")}</li>}>
            {(one) => (
              <li>
                <div>
                  <A class="care-name" href={`/disclosure/${one.caseId}`}>
                    {one.number ?? one.reference} {one.title}
                  </A>
                  <p class="quiet-text small-text">
                    {t("disclosure.desk.counts", { vendors: one.vendors, flaws: one.flaws })}
                    <Show when={one.publishedAt === null && one.embargoUntil} keyed>
                      {(until) => <> · {t("disclosure.desk.embargo_until", { when: formatInstant(until) })}</>}
                    </Show>
                  </p>
                </div>
                <div class="care-acts">
                  <Show when={one.toDecide > 0}>
                    <Tag tone="high">{t("disclosure.desk.to_decide", { count: one.toDecide })}</Tag>
                  </Show>
                  <Show when={one.publishAt} keyed>
                    {(at) => <Tag tone="indigo">{t("disclosure.desk.publishes", { when: formatInstant(at) })}</Tag>}
                  </Show>
                  <Show when={one.publishedAt} keyed>
                    {(at) => <Tag tone="low">{t("disclosure.desk.is_published", { when: formatInstant(at) })}</Tag>}
                  </Show>
                </div>
              </li>
            )}
          </For>
        </ul>
      </Card>
      <Show when={isBeginning()}>
        <FieldsDialog
          title={t("disclosure.desk.begin")}
          act={t("disclosure.desk.begin")}
          fields={[{ name: "reference", label: t("disclosure.desk.begin_case"), kind: "line" }]}
          send={async ({ reference }) => {
            const { caseId } = await apiPost<{ caseId: string }>(
              `/api/v1/disclosure/cases/${encodeURIComponent((reference ?? "").trim() || "-")}`,
              {},
            );
            navigate(`/disclosure/${caseId}`);
          }}
          onClose={() => setBeginning(false)}
          onDone={() => {}}
        />
      </Show>
    </PageFrame>
  );
}
