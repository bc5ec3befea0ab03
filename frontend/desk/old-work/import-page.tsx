// One file of old work: how it is read with its preview, and once it is in, what became of each ticket and the way out again.
import { A, useNavigate, useParams } from "@solidjs/router";
import { createEffect, createSignal, type JSX, on, onCleanup, Show } from "solid-js";
import {
  type OldChoices,
  type OldField,
  oldFields,
  type OldImportView,
  restStates,
} from "../../../backend/cases/old-work/model.ts";
import { markings } from "../../../backend/intake/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiDelete, apiPost, apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { ColumnsTable } from "../importing/columns-table.tsx";
import { oldTones } from "./old-work-page.tsx";
import { RowsCard } from "./rows-card.tsx";
import { TicketsTable } from "./tickets-table.tsx";
import "../register-care/care.css";

export function OldImportPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const page = createPage<OldImportView>(() => `/api/v1/desk/old-work/${params.id}`);
  const [undoing, setUndoing] = createSignal<OldImportView>();
  const timer = setInterval(() => {
    if (page.answer()?.state === "running") page.load();
  }, 1_500);
  onCleanup(() => clearInterval(timer));
  return (
    <PageFrame
      title={page.answer() ? `${page.answer()?.system} · ${page.answer()?.fileName}` : t("old-work.title")}
      state={page.problem() ? "failed" : page.answer() ? "ready" : "loading"}
      problem={page.problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={page.load}
      filters={
        <p class="care-nav">
          <A href="/old-work" end>
            ← {t("old-work.back")}
          </A>
        </p>
      }
    >
      <Show when={page.answer()}>
        {(one) => (
          <>
            <div class="care-facts">
              <Tag tone={oldTones[one().state]}>{t(`old-work.state.${one().state}`)}</Tag>
              <Tag>{t(`old-work.kind.${one().kind}`)}</Tag>
              <Tag>TLP:{one().marking.toUpperCase()}</Tag>
              <Show when={one().state !== "preview"}>
                <span class="figures">
                  {t("old-work.numbers", { made: one().made, repeated: one().repeated, refused: one().refused })}
                </span>
              </Show>
              <Show when={one().state === "done"}>
                <Button look="danger" onClick={() => setUndoing(one())}>
                  {t("old-work.undo")}
                </Button>
              </Show>
            </div>
            <Show when={one().fault} keyed>
              {(fault) => <Notice tone="problem">{fault}</Notice>}
            </Show>
            <Show when={one().undoReason} keyed>
              {(reason) => <p>{t("old-work.undone_because", { name: one().undoneBy?.name ?? "—", reason })}</p>}
            </Show>
            <Show
              when={one().state === "preview"}
              fallback={<RowsCard importId={one().id} stamp={`${one().state} ${one().version}`} />}
            >
              <Preview of={one()} onChanged={page.load} />
            </Show>
          </>
        )}
      </Show>
      <Show when={undoing()} keyed>
        {(one) => <UndoDialog of={one} onClose={() => setUndoing(undefined)} onDone={page.load} />}
      </Show>
    </PageFrame>
  );
}

function Preview(props: { of: OldImportView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [facts, setFacts] = createSignal<Record<string, string>>({});
  const [columns, setColumns] = createSignal<OldChoices["columns"]>({});
  const sending = createSending("above");
  createEffect(
    on(
      () => `${props.of.id} ${props.of.version}`,
      () => {
        const { system, marking, choices } = props.of;
        setFacts({ system, marking, zone: choices.zone, rest: choices.rest });
        setColumns(choices.columns);
      },
    ),
  );
  const set = (name: string, value: string): void => void setFacts((all) => ({ ...all, [name]: value }));
  const bring = (column: number, field: OldField | undefined): void => {
    const others = Object.entries(columns()).filter(([at, known]) => at !== String(column) && known !== field);
    setColumns(Object.fromEntries<OldField>(field ? [...others, [String(column), field]] : others));
  };
  const path = (): string => `/api/v1/desk/old-work/${props.of.id}`;
  const save = async (): Promise<OldImportView> =>
    await apiPut<OldImportView>(path(), {
      version: props.of.version,
      system: facts()["system"],
      marking: facts()["marking"],
      choices: { columns: columns(), zone: facts()["zone"], rest: facts()["rest"] },
    });
  const run = async (work: () => Promise<unknown>): Promise<void> =>
    await sending.run(async () => {
      await work();
      props.onChanged();
    });
  // What was changed and not looked at is looked at first: what comes in is what was previewed.
  const start = async (): Promise<void> => {
    const { version } = await save();
    await apiPost(`${path()}/start`, { version });
  };
  const forget = async (): Promise<void> => {
    await apiDelete(path());
    navigate("/old-work");
  };
  return (
    <>
      <Refusal of={sending} />
      <Card title={t("old-work.how")}>
        <div class="list-filters">
          <TextField
            name="system"
            label={t("old-work.system")}
            value={facts()["system"] ?? ""}
            onInput={(event) => set("system", event.currentTarget.value)}
          />
          <SelectField
            name="marking"
            label={t("old-work.marking")}
            value={facts()["marking"] ?? ""}
            options={markings.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
            onChange={(event) => set("marking", event.currentTarget.value)}
          />
          <TextField
            name="zone"
            label={t("old-work.zone")}
            value={facts()["zone"] ?? ""}
            onInput={(event) => set("zone", event.currentTarget.value)}
          />
          <SelectField
            name="rest"
            label={t("old-work.rest")}
            value={facts()["rest"] ?? ""}
            options={restStates.map((value) => ({ value, label: t(`old-work.rest_choice.${value}`) }))}
            onChange={(event) => set("rest", event.currentTarget.value)}
          />
        </div>
      </Card>
      <Show when={props.of.kind === "table"}>
        <Card title={t("old-work.columns")} count={props.of.header.length}>
          <ColumnsTable
            words={{
              column: t("old-work.column"),
              brings: t("old-work.brings"),
              samples: t("old-work.samples"),
              leaveOut: t("old-work.leave_out"),
              unnamed: (number) => t("old-work.unnamed", { number }),
            }}
            header={props.of.header}
            samples={props.of.preview.samples}
            fields={oldFields}
            nameOf={(field) => t(`old-work.field.${field}`)}
            mapping={columns()}
            onMap={bring}
          />
        </Card>
      </Show>
      <Card title={t("old-work.preview")}>
        <p>{t("old-work.preview_numbers", { total: props.of.preview.total, refused: props.of.preview.refused })}</p>
        <TicketsTable tickets={props.of.preview.tickets} />
      </Card>
      <p class="quiet-text">{t("old-work.start_hint")}</p>
      <div class="care-acts">
        <Button isBusy={sending.isBusy()} onClick={() => void run(save)}>
          {t("old-work.look_again")}
        </Button>
        <Button look="main" isBusy={sending.isBusy()} onClick={() => void run(start)}>
          {t("old-work.start", { count: props.of.preview.total - props.of.preview.refused })}
        </Button>
        <Button look="quiet" isBusy={sending.isBusy()} onClick={() => void sending.run(forget)}>
          {t("old-work.forget")}
        </Button>
      </div>
    </>
  );
}

function UndoDialog(props: { of: OldImportView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const { id, version } = props.of;
  return (
    <ActDialog
      title={t("old-work.undo")}
      description={t("old-work.undo_hint")}
      act={t("old-work.undo")}
      send={async () => await apiPost(`/api/v1/desk/old-work/${id}/undo`, { version, reason: reason() })}
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <TextArea
        name="reason"
        label={t("old-work.reason")}
        rows={2}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
