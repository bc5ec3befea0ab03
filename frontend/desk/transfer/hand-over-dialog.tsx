// Hands a case over: to whom, on which way, which fields; then the very bytes that would leave; only then it leaves.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { CorrespondentView } from "../../../backend/coordination/conversations/model.ts";
import {
  type BodyKind,
  bindTransfer,
  bodyKinds,
  type TransferField,
  type TransferList,
  type TransferPreview,
  type TransferState,
  transferWays,
} from "../../../backend/coordination/transfer/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Dialog } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords, wordsLanguages } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";
import { Refusal } from "../../shell/forms/refusal.tsx";
import "./transfer.css";

const usual: readonly TransferField[] = ["title", "classification", "dates", "values"];

export function HandOverDialog(props: {
  caseId: string;
  reference: string;
  list: TransferList;
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const [bodies] = createResource(async () => {
    const { rows } = await apiGet<{ rows: CorrespondentView[] }>("/api/v1/talking/correspondents");
    return rows.filter(({ kind }) => bodyKinds.some((one) => one === kind));
  });
  const [to, setTo] = createSignal("");
  const [way, setWay] = createSignal<string>("mail");
  const [language, setLanguage] = createSignal<string>(currentLanguage());
  const [chosen, setChosen] = createSignal<ReadonlySet<TransferField>>(new Set(usual));
  const [summary, setSummary] = createSignal("");
  const [preview, setPreview] = createSignal<TransferPreview>();
  const kindOf = (): BodyKind | undefined =>
    bodyKinds.find((kind) => kind === bodies()?.find(({ id }) => id === to())?.kind);
  const allowed = (): readonly TransferField[] => {
    const kind = kindOf();
    return kind === undefined ? [] : props.list.bodies[kind];
  };
  const said = () => ({
    correspondentId: to(),
    way: way(),
    language: language(),
    fields: allowed().filter((field) => chosen().has(field)),
    summary: chosen().has("summary") ? summary() : "",
  });
  const path = `/api/v1/desk/cases/${props.caseId}/transfers`;
  const look = async (): Promise<void> => {
    await act.run(undefined, async () => void setPreview(await apiPost<TransferPreview>(`${path}/preview`, said())));
  };
  const send = async (shown: TransferPreview): Promise<void> => {
    const binding = shown.hasNames ? bindTransfer.ask(props.caseId, shown.sha256) : undefined;
    const isDone = await act.run(binding, async () => {
      const { reference, state } = await apiPost<{ reference: string; state: TransferState }>(path, {
        ...said(),
        sha256: shown.sha256,
      });
      showToast({ text: t(state === "waiting" ? "transfer.waits_toast" : "transfer.sent_toast", { reference }) });
    });
    if (isDone) props.onDone();
  };
  const tick = (field: TransferField, isOn: boolean): void => {
    const fields = new Set(chosen());
    if (isOn) fields.add(field);
    else fields.delete(field);
    setChosen(fields);
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={() => props.onClose()}
      title={t("transfer.dialog_title", { reference: props.reference })}
    >
      {/* Before the preview the form tells what was refused, and where. */}
      <Show when={preview()}>
        <Refusal of={act} />
      </Show>
      <Show
        when={preview()}
        fallback={
          <FieldsForm
            of={act}
            class="id-form"
            novalidate
            onSubmit={(event) => {
              event.preventDefault();
              void look();
            }}
          >
            <SelectField
              name="correspondentId"
              label={t("transfer.to")}
              hint={t(bodies()?.length === 0 ? "transfer.to_none" : "transfer.to_hint")}
              value={to()}
              options={[
                { value: "", label: t("transfer.choose") },
                ...(bodies() ?? []).map(({ id, name, kind }) => ({
                  value: id,
                  label: `${name} (${t(`talking.kind.${kind}`)})`,
                })),
              ]}
              onChange={(event) => setTo(event.currentTarget.value)}
            />
            <SelectField
              name="way"
              label={t("transfer.way")}
              value={way()}
              options={transferWays.map((value) => ({ value, label: t(`transfer.way_choice.${value}`) }))}
              onChange={(event) => setWay(event.currentTarget.value)}
            />
            <SelectField
              name="language"
              label={t("transfer.language")}
              value={language()}
              options={wordsLanguages.map((value) => ({ value, label: t(`common.language.${value}`) }))}
              onChange={(event) => setLanguage(event.currentTarget.value)}
            />
            <Show when={allowed().length > 0}>
              <fieldset class="transfer-fields">
                <legend class="field-label">{t("transfer.what")}</legend>
                <p class="field-hint">{t("transfer.what_hint", { version: props.list.version })}</p>
                <For each={allowed()}>
                  {(field) => (
                    <Tick
                      label={t(`transfer.field.${field}`)}
                      checked={chosen().has(field)}
                      onChange={(isOn) => tick(field, isOn)}
                      {...(field === "reporters" ? { hint: t("transfer.names_hint") } : {})}
                    />
                  )}
                </For>
              </fieldset>
              <Show when={chosen().has("summary")}>
                <TextArea
                  name="summary"
                  label={t("transfer.summary")}
                  rows={4}
                  value={summary()}
                  onInput={(event) => setSummary(event.currentTarget.value)}
                />
              </Show>
            </Show>
            <p class="transfer-acts">
              <Button type="submit" look="main" isBusy={act.isBusy()} disabled={to() === ""}>
                {t("transfer.preview")}
              </Button>
            </p>
          </FieldsForm>
        }
        keyed
      >
        {(shown) => (
          <div class="transfer-preview">
            <h3>{t("transfer.preview_title")}</h3>
            <p>
              {t("transfer.preview_to", {
                name: shown.toName,
                way: t(`transfer.sent_way.${shown.way}`),
                label: `TLP:${shown.marking.toUpperCase()}`,
              })}{" "}
              {t(shown.isSigned ? "transfer.preview_signed" : "transfer.preview_unsigned")}
            </p>
            <Show when={shown.leftOut > 0}>
              <Notice tone="mind">{t("transfer.left_out", { count: shown.leftOut })}</Notice>
            </Show>
            <Show when={shown.hasNames}>
              <Notice tone="mind">{t("transfer.names_hint")}</Notice>
            </Show>
            <Show when={shown.mailText !== ""}>
              <h4>{t("transfer.mail_text")}</h4>
              <p class="pre-text" dir="auto">
                {`${shown.mailText.replaceAll("{transfer-number}", t("transfer.number_place"))} ${t("transfer.link_place")}`}
              </p>
            </Show>
            <h4>{t("transfer.document")}</h4>
            <pre class="transfer-document" tabindex="0" role="region" aria-label={t("transfer.document")} dir="auto">
              {shown.document}
            </pre>
            <p class="quiet-text small-text mono">SHA-256 {shown.sha256}</p>
            <p class="transfer-acts">
              <Button look="main" isBusy={act.isBusy()} onClick={() => void send(shown)}>
                {t(shown.hasNames ? "transfer.send_names" : "transfer.send")}
              </Button>
              <Button
                onClick={() => {
                  act.clear();
                  setPreview(undefined);
                }}
              >
                {t("transfer.change")}
              </Button>
            </p>
          </div>
        )}
      </Show>
    </Dialog>
  );
}
