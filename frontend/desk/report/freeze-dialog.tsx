// The prepared request: which desk, what it says, exactly what leaves; released with the passkey.
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { bindFreeze, type FreezePartner, type FreezeView } from "../../../backend/coordination/freeze/model.ts";
import { freezeFields, type FreezeTarget } from "../../../backend/registry/partners/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";

export function FreezeDialog(props: {
  reportId: string;
  view: FreezeView;
  partners: readonly FreezePartner[];
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [partnerId, setPartner] = createSignal(props.partners[0]?.id ?? "");
  const partner = () => props.partners.find(({ id }) => id === partnerId());
  const [target, setTarget] = createSignal<FreezeTarget>(props.view.prepared.target);
  const [typed, setTyped] = createSignal<Record<string, string>>({ ...props.view.prepared.fields });
  const act = createConfirmedAct();
  const release = () => ({
    partnerId: partnerId(),
    target: partner()?.freezes.includes(target()) ? target() : (partner()?.freezes[0] ?? target()),
    fields: Object.fromEntries(
      freezeFields.flatMap((field) => {
        const value = typed()[field]?.trim() ?? "";
        return value === "" ? [] : [[field, value]];
      }),
    ),
  });
  const path = () => `/api/v1/desk/reports/${props.reportId}/freeze`;
  const [preview] = createResource(release, async (wanted) => {
    try {
      return await apiPost<{ body: string; language: string }>(`${path()}/preview`, wanted);
    } catch {
      return undefined;
    }
  });
  const missing = () => (partner()?.needs ?? []).filter((field) => !(typed()[field] ?? "").trim());
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = release();
    const isDone = await act.run(bindFreeze({ ...wanted, reportId: props.reportId }), async () => {
      await apiPost(path(), wanted);
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      isWide
      onClose={props.onClose}
      title={t("partners.dialog.title")}
      description={t("partners.dialog.hint")}
    >
      <form onSubmit={(event) => void send(event)} novalidate>
        <Show when={act.problem()}>
          {(words) => (
            <Notice tone="problem" isAlert>
              {words()}
            </Notice>
          )}
        </Show>
        <div class="money-fields">
          <SelectField
            label={t("partners.dialog.desk")}
            value={partnerId()}
            options={props.partners.map(({ id, name, contactName }) => ({
              value: id,
              label: `${name} – ${contactName}`,
            }))}
            onChange={(event) => setPartner(event.currentTarget.value)}
          />
          <SelectField
            label={t("partners.dialog.target")}
            value={release().target}
            options={(partner()?.freezes ?? []).map((value) => ({ value, label: t(`partners.target.${value}`) }))}
            onChange={(event) => setTarget(event.currentTarget.value as FreezeTarget)}
          />
          <For each={freezeFields}>
            {(field) => (
              <TextField
                label={t(`partners.field.${field}`)}
                value={typed()[field] ?? ""}
                error={missing().includes(field) ? t("partners.dialog.needed") : undefined}
                onChange={(event) => {
                  const { value } = event.currentTarget;
                  setTyped((all) => ({ ...all, [field]: value }));
                }}
              />
            )}
          </For>
        </div>
        <Show when={partner()}>
          {(desk) => (
            <p class="quiet-text small-text">
              {desk().channel === "mail"
                ? t("partners.dialog.by_mail", { minutes: desk().answerMinutes })
                : t("partners.dialog.by_phone", { phone: desk().phone ?? "", hours: desk().hours ?? "" })}
            </p>
          )}
        </Show>
        <h3>{t("partners.dialog.exactly")}</h3>
        <p class="exact-text" lang={preview()?.language} aria-live="polite">
          {preview()?.body ?? t("partners.dialog.no_preview")}
        </p>
        <DialogButtons
          act={t("partners.dialog.release")}
          isBusy={act.isBusy()}
          isOff={missing().length > 0 || preview() === undefined}
          onCancel={props.onClose}
        />
      </form>
    </Dialog>
  );
}
