// One formality of the organisation: a draft to look at and file; or what was filed, what the authority asks, its decision.
import { useNavigate, useParams } from "@solidjs/router";
import { createSignal, type JSX, Show } from "solid-js";
import type { FormalityPage as Formality } from "../../../backend/compliance/formalities/answers/model.ts";
import { stepUpForFormality } from "../../../backend/compliance/formalities/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { FileBox } from "../../parts/file-box/file-box.tsx";
import { apiPost, apiPostFile } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { FilesCard, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage, type ReadPage } from "../../shell/authority/read-page.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import {
  ClockCard,
  DecisionCard,
  DocumentLinks,
  FeeCard,
  FormalityHead,
  FormalityHistory,
  GapsCard,
  ItemsCard,
  LawCard,
} from "../../shell/formalities/formality-parts.tsx";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { can } from "../../shell/session.ts";
import { DraftCard } from "./draft-card.tsx";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";
import { whyAsked } from "../../shell/forms/question-reasons.ts";

const root = "/api/v1/console/formalities";

export function FormalityPage(): JSX.Element {
  const params = useParams<{ id: string }>();
  const navigate = useNavigate();
  const t = useWords();
  const read = createReadPage<Formality>(() => `${root}/${params.id}?language=${currentLanguage()}`);
  const [isWithdrawing, setWithdrawing] = createSignal(false);
  const isOpen = (view: Formality): boolean => ["submitted", "incomplete", "complete"].includes(view.state);
  return (
    <ThingPage read={read} back="/formalities">
      {(view) => (
        <>
          <FormalityHead view={view()} ofWhom={view().authority} />
          <Asked view={view()} />
          <div class="authority-columns">
            <div>
              <Show when={view().state === "draft" && can("formality.file")}>
                <DraftCard view={view()} read={read} onDropped={() => navigate("/formalities")} />
              </Show>
              <Show when={view().state === "incomplete" && can("formality.file")}>
                <CompleteCard view={view()} read={read} />
              </Show>
              <DecisionCard view={view()} />
              <ItemsCard view={view()}>
                <DocumentLinks view={view()} root={root} />
              </ItemsCard>
            </div>
            <div>
              <Show when={view().state === "draft" || view().state === "incomplete"}>
                <GapsCard view={view()} title={t("processing.hints")} />
              </Show>
              <FeeCard view={view()} />
              <Show when={view().state !== "draft" && view().state !== "withdrawn"}>
                <ClockCard view={view()} />
              </Show>
              <LawCard view={view()} />
              <Show when={view().state !== "draft"}>
                <FilesCard files={view().files} side="console" />
                <Show when={isOpen(view()) && can("formality.file")}>
                  <AddPiece id={view().id} read={read} />
                </Show>
                <FormalityHistory view={view()} />
              </Show>
              <Show when={isOpen(view()) && can("formality.file")}>
                <div>
                  <Button onClick={() => setWithdrawing(true)}>{t("formalities.withdraw.title")}</Button>
                </div>
              </Show>
            </div>
          </div>
          <Show when={isWithdrawing()}>
            <WithdrawDialog
              id={view().id}
              version={view().version}
              onClose={() => setWithdrawing(false)}
              onDone={() => void read.reload()}
            />
          </Show>
        </>
      )}
    </ThingPage>
  );
}

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The last question of the authority while it waits for an answer. */
function Asked(props: { view: Formality }): JSX.Element {
  const t = useWords();
  const asked = () =>
    props.view.state === "incomplete" ? props.view.steps.findLast(({ kind }) => kind === "ask") : undefined;
  const missing = (): string => {
    const fields = asked()?.detail["missing"];
    const names = Array.isArray(fields) ? fields.map(String) : [];
    return names
      .map((id) => props.view.form.find((field) => field.id === id)?.name[currentLanguage()] ?? id)
      .join(", ");
  };
  return (
    <Show when={asked()}>
      {(step) => (
        <Notice tone="mind">
          <div>
            <p>
              <strong>{t("formalities.page.asked")}</strong>
            </p>
            <p class="authority-said">{textOf(step().detail["text"])}</p>
            <Show when={missing()}>
              <p>{t("formalities.page.asked_fields", { fields: missing() })}</p>
            </Show>
            <p class="quiet-text">{t("formalities.page.fix")}</p>
          </div>
        </Notice>
      )}
    </Show>
  );
}

function CompleteCard(props: { view: Formality; read: ReadPage<Formality> }): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [note, setNote] = createSignal("");
  const complete = async (): Promise<void> => {
    const { id, version } = props.view;
    const isDone = await act.run(stepUpForFormality.complete(id, version), async () => {
      await apiPost(`${root}/${id}/complete`, { version, note: note() });
    });
    if (isDone) await props.read.reload();
  };
  return (
    <Card title={t("formalities.complete.title")}>
      <FieldsForm
        of={act}
        class="id-form"
        onSubmit={(event) => {
          event.preventDefault();
          void complete();
        }}
      >
        <FormWhy of="formality" />
        <TextArea
          name="note"
          label={t("formalities.complete.note")}
          required
          maxLength={4000}
          value={note()}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
        <div>
          <Button type="submit" look="main" isBusy={act.isBusy()}>
            {t("formalities.complete.act")}
          </Button>
        </div>
      </FieldsForm>
    </Card>
  );
}

function AddPiece(props: { id: string; read: ReadPage<Formality> }): JSX.Element {
  const t = useWords();
  const add = async (files: FileList | null): Promise<void> => {
    const file = files?.[0];
    if (!file) return;
    const { id, read } = props;
    try {
      await apiPostFile(`${root}/${id}/files`, new Blob([file], { type: "application/octet-stream" }), {
        "file-name": encodeURIComponent(file.name),
      });
      await read.reload();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card title={t("formalities.page.files")}>
      <label class="field">
        <span class="field-label">{t("formalities.page.add_file")}</span>
        <FileBox isTakenAtOnce onChange={(event) => void add(event.currentTarget.files)} />
      </label>
    </Card>
  );
}

function WithdrawDialog(props: { id: string; version: number; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  return (
    <ActDialog
      asks="formality"
      title={t("formalities.withdraw.title")}
      act={t("formalities.withdraw.title")}
      onClose={props.onClose}
      onDone={props.onDone}
      send={async () => await apiPost(`${root}/${props.id}/withdraw`, { version: props.version, reason: reason() })}
    >
      <TextField
        name="reason"
        label={t("formalities.withdraw.reason")}
        why={whyAsked("formalities.withdraw.reason")}
        required
        maxLength={500}
        value={reason()}
        onInput={(event) => setReason(event.currentTarget.value)}
      />
    </ActDialog>
  );
}
