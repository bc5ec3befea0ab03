// Crises, open ones first; the form that opens one; the operator's levels.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { bindCrisis, type CrisisLine, type CrisisOptions } from "../../../backend/coordination/crisis/model.ts";
import { type Marking, markings } from "../../../backend/intake/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { refreshCrises } from "../../shell/crisis/crisis-strip.tsx";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { LevelsCard } from "./levels-card.tsx";
import "../register-care/care.css";
import "./crisis.css";

export function CrisesPage(): JSX.Element {
  const t = useWords();
  const page = createPage<{ crises: CrisisLine[] }>(() => "/api/v1/crises");
  const options = createPage<CrisisOptions>(() => "/api/v1/crisis-options");
  const [isOpening, setOpening] = createSignal(false);
  return (
    <PageFrame
      title={t("crisis.page.title")}
      text={t("crisis.page.lead")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <Show when={can("crisis.lead") && (options.answer()?.levels.length ?? 0) > 0}>
          <p>
            <Button look="main" onClick={() => setOpening(true)}>
              {t("crisis.page.open")}
            </Button>
          </p>
        </Show>
      }
    >
      <Card title={t("crisis.page.title")} count={page.answer()?.crises.length}>
        <Show when={(page.answer()?.crises.length ?? 0) > 0} fallback={<Empty title={t("crisis.page.none")} text="" />}>
          <ul class="care-rows">
            <For each={page.answer()?.crises ?? []}>
              {(one) => (
                <li>
                  <div>
                    <A class="care-name" href={`/crises/${one.id}`}>
                      {one.reference} {one.title}
                    </A>
                    <p class="quiet-text small-text">
                      {t("crisis.page.opened", { when: formatInstant(one.openedAt) })}
                      <Show when={one.dueAt} keyed>
                        {(at) => ` · ${t("crisis.page.due", { when: formatInstant(at) })}`}
                      </Show>
                      <Show when={one.closedAt} keyed>
                        {(at) => ` · ${t("crisis.page.closed", { when: formatInstant(at) })}`}
                      </Show>
                    </p>
                  </div>
                  <span>
                    <Show when={one.isLate}>
                      <Tag tone="critical">{t("crisis.page.late")}</Tag>{" "}
                    </Show>
                    <Tag tone={one.closedAt === null ? "high" : "plain"}>{one.level[currentLanguage()]}</Tag>
                  </span>
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Card>
      <LevelsCard levels={options.answer()?.levels ?? []} onChanged={options.load} />
      <Show when={isOpening() ? options.answer() : undefined} keyed>
        {(choices) => <OpenDialog options={choices} onClose={() => setOpening(false)} />}
      </Show>
    </PageFrame>
  );
}

function OpenDialog(props: { options: CrisisOptions; onClose: () => void }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [title, setTitle] = createSignal("");
  const [level, setLevel] = createSignal(props.options.levels.at(-1)?.id ?? "");
  const [caseIds, setCaseIds] = createSignal<readonly string[]>([]);
  const [reason, setReason] = createSignal("");
  const [marking, setMarking] = createSignal<Marking>("amber");
  let made = "";
  return (
    <ActDialog
      title={t("crisis.page.open")}
      act={t("crisis.open.send")}
      binding={() => bindCrisis.open(caseIds())}
      send={async () => {
        const body = { title: title(), levelId: level(), caseIds: caseIds(), reason: reason(), marking: marking() };
        made = (await apiPost<{ id: string }>("/api/v1/crises", body)).id;
      }}
      onClose={props.onClose}
      onDone={() => {
        void refreshCrises();
        navigate(`/crises/${made}`);
      }}
    >
      <TextField
        name="title"
        label={t("crisis.open.title")}
        hint={t("crisis.open.title_hint")}
        value={title()}
        maxLength={200}
        onInput={(event) => setTitle(event.currentTarget.value)}
      />
      <SelectField
        name="levelId"
        label={t("crisis.open.level")}
        value={level()}
        options={props.options.levels.map((one) => ({ value: one.id, label: one.names[currentLanguage()] }))}
        onChange={(event) => setLevel(event.currentTarget.value)}
      />
      <fieldset class="crisis-choices">
        <legend>{t("crisis.open.cases")}</legend>
        <For each={props.options.cases} fallback={<p class="quiet-text">{t("crisis.open.cases_none")}</p>}>
          {(one) => (
            <Tick
              label={`${one.reference} ${one.title}`}
              checked={caseIds().includes(one.id)}
              onChange={(isOn) => setCaseIds((all) => (isOn ? [...all, one.id] : all.filter((id) => id !== one.id)))}
            />
          )}
        </For>
      </fieldset>
      <TextArea
        name="reason"
        label={t("crisis.open.reason")}
        rows={3}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
      <SelectField
        name="marking"
        label={t("crisis.open.marking")}
        value={marking()}
        options={markings.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
        onChange={(event) => setMarking(markings.find((one) => one === event.currentTarget.value) ?? "amber")}
      />
    </ActDialog>
  );
}
