// One crisis: its level and cases, the draft of the next situation report and those that were sent, decisions, recipients, the review that closes it.
import { A, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, Show } from "solid-js";
import type { CrisisOptions, CrisisView } from "../../../backend/coordination/crisis/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, Tick } from "../../parts/field/field.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { refreshCrises } from "../../shell/crisis/crisis-strip.tsx";
import { onChange } from "../../shell/data/live.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { DecisionsCard } from "./decisions-card.tsx";
import { RecipientsCard } from "./recipients-card.tsx";
import { DraftCard } from "./draft-card.tsx";
import { SentCard } from "./sent-card.tsx";
import "../register-care/care.css";
import "./crisis.css";

type Asked = "level" | "close" | "cases";

export function CrisisPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ crisisId: string }>();
  const page = createPage<CrisisView>(() => `/api/v1/crises/${encodeURIComponent(params.crisisId)}`);
  const options = createPage<CrisisOptions>(() => "/api/v1/crisis-options");
  const [asked, setAsked] = createSignal<Asked>();
  const reload = (): void => {
    page.load();
    void refreshCrises();
  };
  let soon: ReturnType<typeof setTimeout> | undefined;
  onCleanup(onChange(() => (soon ??= setTimeout(() => ((soon = undefined), page.load()), 2_000))));
  onCleanup(() => clearTimeout(soon));
  const draft = () => page.answer()?.situations.find(({ state }) => state === "draft");
  const sent = () => page.answer()?.situations.filter(({ state }) => state === "frozen") ?? [];
  return (
    <PageFrame
      title={page.answer() ? `${page.answer()?.reference ?? ""} ${page.answer()?.title ?? ""}` : t("crisis.page.title")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p>
          <A href="/crises">← {t("crisis.page.back")}</A>
        </p>
      }
    >
      <Show when={page.answer()}>
        {(one) => (
          <>
            <div class="care-acts">
              <Tag tone={one().closedAt === null ? "high" : "plain"}>{one().level[currentLanguage()]}</Tag>
              <Tag>{t("crisis.levels.every", { hours: one().reportHours })}</Tag>
              <Show when={one().closedAt === null && can("crisis.lead")}>
                <Button onClick={() => setAsked("level")}>{t("crisis.one.level")}</Button>
                <Button onClick={() => setAsked("close")}>{t("crisis.one.close")}</Button>
              </Show>
              <A href="/public-lines">{t("crisis.one.lines")}</A>
            </div>
            <Show when={one().closedAt} keyed>
              {(at) => (
                <Card title={t("crisis.one.review")}>
                  <p class="quiet-text">
                    {t("crisis.one.closed_by", { name: one().closedBy ?? "", when: formatInstant(at) })}
                  </p>
                  <h3>{t("crisis.one.well")}</h3>
                  <p class="crisis-words">{one().reviewWell}</p>
                  <h3>{t("crisis.one.change")}</h3>
                  <p class="crisis-words">{one().reviewChange}</p>
                </Card>
              )}
            </Show>
            <Show when={draft()?.id} keyed>
              {(id) => <DraftCard id={id} draft={() => draft()} onChanged={reload} />}
            </Show>
            <Show when={sent().length > 0}>
              <Card title={t("crisis.situation.title")} count={sent().length}>
                <For each={sent()}>
                  {(report, index) => <SentCard report={report} isOpen={index() === 0} onChanged={page.load} />}
                </For>
              </Card>
            </Show>
            <DecisionsCard crisis={one()} people={options.answer()?.people ?? []} onChanged={page.load} />
            <RecipientsCard crisis={one()} options={options.answer()} onChanged={page.load} />
            <Card
              title={t("crisis.one.cases")}
              count={one().cases.length}
              aside={
                <Show when={one().closedAt === null}>
                  <Button isSmall onClick={() => setAsked("cases")}>
                    {t("crisis.one.add_cases")}
                  </Button>
                </Show>
              }
            >
              <ul class="care-rows">
                <For each={one().cases} fallback={<li class="quiet-text">{t("crisis.one.cases_hidden")}</li>}>
                  {(known) => (
                    <li>
                      <div>
                        <A href={`/cases/${known.id}`}>{known.reference}</A> <span dir="auto">{known.title}</span>
                      </div>
                      <SeverityTag of={known.severity as Parameters<typeof SeverityTag>[0]["of"]} />
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Card title={t("crisis.one.history")}>
              <ul class="care-rows">
                <For each={one().changes}>
                  {(change) => (
                    <li>
                      <div>
                        {t(`crisis.one.change.${change.kind}`)} <strong>{change.level[currentLanguage()]}</strong>
                        <p class="crisis-words">{change.reason}</p>
                      </div>
                      <span class="quiet-text small-text">
                        {change.by ?? ""} {formatInstant(change.at)}
                      </span>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
          </>
        )}
      </Show>
      <Show when={asked()} keyed>
        {(act) => (
          <CrisisDialog
            act={act}
            crisis={page.answer()}
            options={options.answer()}
            onClose={() => setAsked(undefined)}
            onDone={reload}
          />
        )}
      </Show>
    </PageFrame>
  );
}

function CrisisDialog(props: {
  act: Asked;
  crisis: CrisisView | undefined;
  options: CrisisOptions | undefined;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const { act, crisis } = props;
  const levels = (props.options?.levels ?? []).filter(({ id }) => id !== crisis?.levelId);
  const cases = (props.options?.cases ?? []).filter(({ id }) => !crisis?.cases.some((known) => known.id === id));
  const [level, setLevel] = createSignal(levels[0]?.id ?? "");
  const [reason, setReason] = createSignal("");
  const [well, setWell] = createSignal("");
  const [change, setChange] = createSignal("");
  const [caseIds, setCaseIds] = createSignal<readonly string[]>([]);
  const send = async (): Promise<void> => {
    const path = `/api/v1/crises/${crisis?.id ?? ""}`;
    const version = crisis?.version ?? 0;
    if (act === "level") await apiPost(`${path}/level`, { version, levelId: level(), reason: reason() });
    else if (act === "cases") await apiPost(`${path}/cases`, { caseIds: caseIds() });
    else await apiPost(`${path}/close`, { version, reason: reason(), reviewWell: well(), reviewChange: change() });
  };
  return (
    <ActDialog
      title={t(act === "cases" ? "crisis.one.add_cases" : `crisis.one.${act}`)}
      act={t(act === "cases" ? "crisis.one.add_cases" : `crisis.one.${act}`)}
      send={send}
      onClose={props.onClose}
      onDone={props.onDone}
    >
      <Show when={act === "level"}>
        <SelectField
          name="levelId"
          label={t("crisis.open.level")}
          value={level()}
          options={levels.map((one) => ({ value: one.id, label: one.names[currentLanguage()] }))}
          onChange={(event) => setLevel(event.currentTarget.value)}
        />
      </Show>
      <Show when={act === "cases"}>
        <fieldset class="crisis-choices">
          <legend>{t("crisis.open.cases")}</legend>
          <For each={cases} fallback={<p class="quiet-text">{t("crisis.open.cases_none")}</p>}>
            {(one) => (
              <Tick
                label={`${one.reference} ${one.title}`}
                checked={caseIds().includes(one.id)}
                onChange={(isOn) => setCaseIds((all) => (isOn ? [...all, one.id] : all.filter((id) => id !== one.id)))}
              />
            )}
          </For>
        </fieldset>
      </Show>
      <Show when={act !== "cases"}>
        <TextArea
          name="reason"
          label={t("crisis.one.reason")}
          rows={3}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </Show>
      <Show when={act === "close"}>
        <TextArea
          name="reviewWell"
          label={t("crisis.one.well")}
          rows={3}
          value={well()}
          onInput={(event) => setWell(event.currentTarget.value)}
        />
        <TextArea
          name="reviewChange"
          label={t("crisis.one.change")}
          rows={3}
          value={change()}
          onInput={(event) => setChange(event.currentTarget.value)}
        />
      </Show>
    </ActDialog>
  );
}
