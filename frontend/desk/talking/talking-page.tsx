// Conversations with the parties of cases: all, those that wait for the desk, or those of one case, with its reporters and who is to be called back.
import { A, useSearchParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { ConversationRow } from "../../../backend/coordination/conversations/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { BeginDialog } from "./begin-dialog.tsx";
import { CallsCard } from "./calls-card.tsx";
import "./talking.css";

const pageSize = 50;

export function TalkingPage(): JSX.Element {
  const t = useWords();
  const [params, setParams] = useSearchParams<{ case?: string; waiting?: string }>();
  const [isBeginning, setBeginning] = createSignal(false);
  const [more, setMore] = createSignal<ConversationRow[]>([]);
  const asked = () => ({ caseId: params.case, isWaiting: params.waiting === "true" ? "true" : undefined });
  const ask = async (before?: string) =>
    (
      await apiGet<{ rows: ConversationRow[] }>("/api/v1/talking/conversations", {
        ...asked(),
        before,
        limit: pageSize,
      })
    ).rows;
  const [list, { refetch }] = createResource(asked, async () => {
    setMore([]);
    return await ask();
  });
  const rows = () => (list.error ? [] : [...(list.latest ?? []), ...more()]);
  const [about] = createResource(
    () => params.case,
    async (id) =>
      await apiGet<{ reference: string; reports: { id: string; reference: string }[] }>(`/api/v1/desk/cases/${id}`),
  );
  const found = () => (about.error ? undefined : about());
  return (
    <PageFrame
      title={t("talking.title")}
      text={t("talking.lead")}
      state={list.error ? "failed" : list.loading && !list.latest ? "loading" : "ready"}
      problem={list.error ? describeProblem(list.error) : ""}
      hasMore={rows().length > 0 && rows().length % pageSize === 0}
      onMore={() => void ask(rows().at(-1)?.id).then((next) => setMore((all) => [...all, ...next]))}
      onAgain={() => void refetch()}
      filters={
        <div class="talk-head">
          <Show when={found()}>
            {(one) => (
              <p>
                <b>{t("talking.of_case", { reference: one().reference })}</b>{" "}
                <A href={`/cases/${params.case ?? ""}`}>{t("talking.open_case", { reference: one().reference })}</A>
                <For each={one().reports}>
                  {(report) => (
                    <>
                      {" · "}
                      <A href={`/reports/${report.id}`}>{t("talking.reporter_of", { reference: report.reference })}</A>
                    </>
                  )}
                </For>
              </p>
            )}
          </Show>
          <div class="talk-bar">
            <SelectField
              label={t("talking.title")}
              isLabelHidden
              value={params.waiting === "true" ? "true" : ""}
              options={[
                { value: "", label: t("talking.all") },
                { value: "true", label: t("talking.waiting") },
              ]}
              onChange={(event) => setParams({ waiting: event.currentTarget.value || undefined })}
            />
            <Show when={can("report.answer")}>
              <Button look="main" onClick={() => setBeginning(true)}>
                {t("talking.begin")}
              </Button>
            </Show>
          </div>
        </div>
      }
    >
      <Show when={rows().length > 0} fallback={<Empty title={t("talking.none")} text={t("talking.none_hint")} />}>
        <ul class="talk-list">
          <For each={rows()}>
            {(row) => (
              <li class="talk-row" data-waiting={row.isWaiting ? "" : undefined}>
                <A href={`/talking/${row.id}`} class="talk-subject" dir="auto">
                  {row.subject}
                </A>
                <span class="talk-tags">
                  <Show when={row.isWaiting}>
                    <Tag tone="indigo">{t("talking.waiting")}</Tag>
                  </Show>
                  <Show when={row.isClosed}>
                    <Tag>{t("talking.closed")}</Tag>
                  </Show>
                </span>
                <span class="small-text quiet-text">
                  {row.partyName} · {t(`talking.kind.${row.partyKind}`)} · <span class="mono">{row.caseReference}</span>{" "}
                  · <span class="mono">TG#{row.number}</span>
                  <Show when={row.theirReference}>{(theirs) => <> · {theirs()}</>}</Show>
                </span>
                <Moment class="small-text quiet-text figures" at={row.lastAt} />
              </li>
            )}
          </For>
        </ul>
      </Show>
      <CallsCard caseId={params.case} />
      <Show when={isBeginning()}>
        <BeginDialog caseId={params.case} onClose={() => setBeginning(false)} />
      </Show>
    </PageFrame>
  );
}
