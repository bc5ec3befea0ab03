// One list of findings: what it is, which column brings what with a preview, and, once kept, what became of each row.
import { A, useNavigate, useParams } from "@solidjs/router";
import { createEffect, createSignal, type JSX, on, onCleanup, Show } from "solid-js";
import { type FindingField, findingFields, type ListView } from "../../../backend/coordination/findings-lists/model.ts";
import { markings } from "../../../backend/intake/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiDelete, apiPost, apiPut } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { Refusal } from "../../shell/forms/refusal.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ExerciseBand } from "../exercises/exercise-band.tsx";
import { ListRowsCard, RowsTable } from "./list-rows-card.tsx";
import { ColumnsTable } from "../importing/columns-table.tsx";
import { BackToNotifications, listTones } from "./notifications-page.tsx";
import "../register-care/care.css";

export function FindingsListPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const page = createPage<ListView>(() => `/api/v1/findings-lists/${params.id}`);
  const timer = setInterval(() => {
    if (page.answer()?.state === "running") page.load();
  }, 1_500);
  onCleanup(() => clearInterval(timer));
  return (
    <PageFrame
      title={page.answer()?.title ?? t("notify.page.lists")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={<BackToNotifications />}
    >
      <Show when={page.answer()?.isExercise}>
        <ExerciseBand />
      </Show>
      <Show when={page.answer()}>
        {(list) => (
          <>
            <div class="care-facts">
              <Tag tone={listTones[list().state]}>{t(`notify.list_state.${list().state}`)}</Tag>
              <Tag>TLP:{list().marking.toUpperCase()}</Tag>
              <span class="quiet-text">{list().fileName}</span>
              <Show when={list().state !== "preview"}>
                <span class="figures">
                  {t("notify.page.list_numbers", {
                    kept: formatNumber(list().counts.kept),
                    refused: formatNumber(list().counts.refused),
                    constituents: formatNumber(list().counts.constituents),
                    unattributed: formatNumber(list().counts.unattributed),
                  })}
                </span>
              </Show>
              <Show when={list().state === "done"}>
                <A href={`/notifications/new?list=${list().id}`}>{t("notify.list.use")}</A>
              </Show>
            </div>
            <Show when={list().state === "preview"} fallback={<ListRowsCard list={list()} onChanged={page.load} />}>
              <Preview list={list()} onChanged={page.load} />
            </Show>
          </>
        )}
      </Show>
    </PageFrame>
  );
}

function Preview(props: { list: ListView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [facts, setFacts] = createSignal<Record<string, string>>({});
  const [mapping, setMapping] = createSignal<Record<string, FindingField>>({});
  const sending = createSending("above");
  createEffect(
    on(
      () => `${props.list.id} ${props.list.version}`,
      () => {
        const { title, source, marking, defaultWhat, defaultAt, keepDays } = props.list;
        setFacts({
          title,
          source,
          marking,
          defaultWhat: defaultWhat ?? "",
          defaultAt: (defaultAt ?? "").slice(0, 10),
          keepDays: String(keepDays),
        });
        setMapping(props.list.mapping);
      },
    ),
  );
  const set = (name: string, value: string): void => void setFacts((all) => ({ ...all, [name]: value }));
  const bring = (column: number, field: FindingField | undefined): void => {
    const others = Object.entries(mapping()).filter(
      ([at, known]) => at !== String(column) && (known === "detail" || known !== field),
    );
    setMapping(Object.fromEntries(field ? [...others, [String(column), field]] : others));
  };
  const run = async (work: () => Promise<unknown>): Promise<void> =>
    await sending.run(async () => {
      await work();
      props.onChanged();
    });
  const path = (): string => `/api/v1/findings-lists/${props.list.id}`;
  const save = async (): Promise<ListView> => {
    const said = facts();
    return await apiPut<ListView>(path(), {
      version: props.list.version,
      mapping: mapping(),
      title: said["title"],
      source: said["source"],
      marking: said["marking"],
      defaultWhat: said["defaultWhat"]?.trim() || null,
      defaultAt: said["defaultAt"] ? `${said["defaultAt"]}T00:00:00Z` : null,
      keepDays: Number(said["keepDays"]),
    });
  };
  // What was changed and not looked at is looked at first: what is kept is what was previewed.
  const keep = async (): Promise<void> => {
    const { version } = await save();
    await apiPost(`${path()}/keep`, { version });
  };
  const forget = async (): Promise<void> => {
    await apiDelete(path());
    navigate("/notifications");
  };
  const text = (name: string, type = "text"): JSX.Element => (
    <TextField
      label={t(
        `notify.list.${name === "title" ? "name" : name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)}`,
      )}
      type={type}
      value={facts()[name] ?? ""}
      onInput={(event) => set(name, event.currentTarget.value)}
    />
  );
  return (
    <>
      <Refusal of={sending} />
      <Card title={t("notify.list.what")}>
        <div class="list-filters">
          {text("title")}
          {text("source")}
          {text("defaultWhat")}
          {text("defaultAt", "date")}
          <SelectField
            label={t("notify.list.marking")}
            hint={t("notify.list.marking_hint")}
            value={facts()["marking"] ?? ""}
            options={markings.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
            onChange={(event) => set("marking", event.currentTarget.value)}
          />
          {text("keepDays", "number")}
        </div>
      </Card>
      <Card title={t("notify.list.columns")} count={props.list.header.length}>
        <ColumnsTable
          words={{
            column: t("notify.list.column"),
            brings: t("notify.list.brings"),
            samples: t("notify.list.samples"),
            leaveOut: t("notify.list.leave_out"),
            unnamed: (number) => t("notify.list.unnamed", { number }),
          }}
          header={props.list.header}
          samples={props.list.samples}
          fields={findingFields}
          nameOf={(field) => t(`notify.field.${field}`)}
          mapping={mapping()}
          onMap={bring}
        />
      </Card>
      <Card title={t("notify.list.preview")}>
        <RowsTable rows={props.list.preview} />
      </Card>
      <div class="care-acts">
        <Button isBusy={sending.isBusy()} onClick={() => void run(save)}>
          {t("notify.list.look")}
        </Button>
        <Button look="main" isBusy={sending.isBusy()} onClick={() => void run(keep)}>
          {t("notify.list.keep", { count: props.list.rowCount })}
        </Button>
        <Button look="quiet" isBusy={sending.isBusy()} onClick={() => void sending.run(forget)}>
          {t("notify.list.forget")}
        </Button>
      </div>
    </>
  );
}
