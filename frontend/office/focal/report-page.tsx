// One report as its focal point reads it, with notes, questions to the desk and proposed assessments.
import { A, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FocalHome, FocalReport } from "../../../backend/reporting/focal/model.ts";
import { rsit } from "../../../backend/triage/rsit/model.ts";
import { levels } from "../../../backend/triage/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { type Severity, SeverityTag } from "../../parts/severity/severity.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { EntryList } from "../../shell/areas/entry-list.tsx";
import { LessonDialog } from "../../shell/areas/lesson-dialog.tsx";
import { nameIn } from "../../shell/areas/name-in.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import "../../shell/lists/lists.css";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const kinds = ["note", "question", "proposal"] as const;
type Kind = (typeof kinds)[number];

export function ReportPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const [report, { refetch }] = createResource(
    () => params.id,
    async (id) => await apiGet<FocalReport>(`/api/v1/focal/reports/${id}`),
  );
  const [home] = createResource(async () => await apiGet<FocalHome>("/api/v1/focal/home"));
  const [isWriting, setWriting] = createSignal(false);
  return (
    <main class="page list-page">
      <p>
        <A href="/area/reports">{t("areas.queue.title")}</A>
      </p>
      <Show
        when={!report.error}
        fallback={
          <Notice tone="problem" isAlert>
            {describeProblem(report.error)}
          </Notice>
        }
      >
        <Show when={report()} fallback={<Skeleton lines={8} words={t("desk.loading")} />}>
          {(page) => (
            <>
              <h1>{page().title || t("areas.report.text_kept")}</h1>
              <p class="quiet-text">
                {page().reference} · {nameIn(page().areaNames)} · {formatInstant(page().receivedAt)} ·{" "}
                {t(`areas.status.${page().status}`)} <SeverityTag of={page().severity as Severity} />
              </p>
              <Card title={t("areas.report.told")}>
                <Show when={page().description !== null} fallback={<p>{t("areas.report.text_kept_why")}</p>}>
                  <p class="pre-text" lang={page().language}>
                    {page().description}
                  </p>
                </Show>
                <p class="quiet-text small-text">{t("areas.report.no_names")}</p>
              </Card>
              <Show when={page().observables.length > 0}>
                <Card title={t("areas.report.values")} count={page().observables.length}>
                  <ul>
                    <For each={page().observables}>
                      {(one) => (
                        <li>
                          <code>{one.value}</code> <span class="quiet-text small-text">{one.kind}</span>
                        </li>
                      )}
                    </For>
                  </ul>
                </Card>
              </Show>
              <Show when={page().case}>
                {(holder) => (
                  <Card title={t("areas.report.case")}>
                    <p>
                      {holder().reference} · {holder().title}
                    </p>
                    <Button onClick={() => setWriting(true)}>{t("areas.lessons.write")}</Button>
                    <Show when={isWriting()}>
                      <LessonDialog
                        caseId={holder().id}
                        regions={regionsOf(home.error ? undefined : home(), page().areaId)}
                        onClose={() => setWriting(false)}
                        onDone={() => {
                          setWriting(false);
                          showToast({ text: t("areas.lessons.handed_in") });
                        }}
                      />
                    </Show>
                  </Card>
                )}
              </Show>
              <Card title={t("areas.entries.title")} count={page().entries.length}>
                <EntryList entries={page().entries} />
                <Write reportId={page().id} onDone={() => void refetch()} />
              </Card>
            </>
          )}
        </Show>
      </Show>
    </main>
  );
}

/** The regions that one has charge of, or of which one has a part; undefined where only parts are known. */
function regionsOf(home: FocalHome | undefined, areaId: string): string[] | undefined {
  const regions = (home?.areas ?? []).filter(({ level }) => level === "region").map(({ id }) => id);
  if (regions.length > 0) return regions;
  const parent = home?.areas.find(({ id }) => id === areaId)?.parentId;
  return parent ? [parent] : undefined;
}

function Write(props: { reportId: string; onDone: () => void }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [kind, setKind] = createSignal<Kind>("note");
  const [body, setBody] = createSignal("");
  const [type, setType] = createSignal("fraud/phishing");
  const [severity, setSeverity] = createSignal<string>("medium");
  const types = Object.entries(rsit).flatMap(([group, list]) => list.map((one) => ({ group, one })));
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const [rsitClass, rsitType] = type().split("/");
    const { reportId, onDone } = props;
    const entry = {
      kind: kind(),
      body: body(),
      ...(kind() === "proposal" ? { proposal: { rsitClass, rsitType, severity: severity() } } : {}),
    };
    const isDone = await act.run(
      undefined,
      async () => await apiPost(`/api/v1/focal/reports/${reportId}/entries`, entry),
    );
    if (!isDone) return;
    setBody("");
    onDone();
  };
  return (
    <FieldsForm of={act} class="area-form" onSubmit={(event) => void send(event)}>
      <FormWhy of="focal" />
      <SelectField
        label={t("areas.entries.kind")}
        value={kind()}
        options={kinds.map((value) => ({ value, label: t(`areas.entries.write_${value}`) }))}
        onChange={(event) => setKind(event.currentTarget.value as Kind)}
      />
      <Show when={kind() === "proposal"}>
        <div class="money-fields">
          <SelectField
            label={t("areas.entries.type")}
            name="rsitType"
            why={whyAsked("areas.entries.type")}
            value={type()}
            options={types.map(({ group, one }) => ({
              value: `${group}/${one}`,
              label: t(`desk.rsit.type.${one}`),
              group: t(`desk.rsit.class.${group}`),
            }))}
            onChange={(event) => setType(event.currentTarget.value)}
          />
          <SelectField
            label={t("areas.column.severity")}
            name="severity"
            why={whyAsked("areas.column.severity")}
            value={severity()}
            options={levels.map((value) => ({ value, label: t(`common.severity.${value}`) }))}
            onChange={(event) => setSeverity(event.currentTarget.value)}
          />
        </div>
      </Show>
      <TextArea
        label={t(`areas.entries.body_${kind()}`)}
        name="body"
        value={body()}
        rows={3}
        onInput={(event) => setBody(event.currentTarget.value)}
      />
      <Button type="submit" look="main" isBusy={act.isBusy()} disabled={body().trim() === ""}>
        {t(`areas.entries.send_${kind()}`)}
      </Button>
    </FieldsForm>
  );
}
