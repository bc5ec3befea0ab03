// Changes the labels. Where the change lets more leave than a source allowed, the new label is typed as well, and it says before sending that a second person must agree: what was let go cannot be called back.
import { createSignal, type JSX, Show } from "solid-js";
import { bindRelease, type MarkingAnswer } from "../../../backend/cases/marking/model.ts";
import { needsTwoPersons, type Pap, paps } from "../../../backend/intake/marking/model.ts";
import { type Marking, markings } from "../../../backend/intake/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, TextField, Tick } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { can } from "../../shell/session.ts";
import { type Marked, markingOptions, papOptions, pathOf } from "./say-labels.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

const toMarking = (text: string): Marking => markings.find((one) => one === text) ?? "red";
const toPap = (text: string): Pap => paps.find((one) => one === text) ?? "red";

export function MarkingDialog(props: {
  of: Marked;
  onClose: () => void;
  onDone: (answer: MarkingAnswer) => void;
}): JSX.Element {
  const t = useWords();
  const act = createConfirmedAct();
  const before = { marking: toMarking(props.of.marking), pap: toPap(props.of.pap) };
  const [marking, setMarking] = createSignal(before.marking);
  const [pap, setPap] = createSignal(before.pap);
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [typed, setTyped] = createSignal("");
  const [typedError, setTypedError] = createSignal<string>();
  const label = () => marking().toUpperCase();
  const [wantsAlone, setAlone] = createSignal(false);
  const isGuarded = () => needsTwoPersons(before, { marking: marking(), pap: pap() });
  const isAlone = () => isGuarded() && wantsAlone() && can("marking.release_alone");
  const send = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason().trim().length < 3) {
      setError(t("desk.reason.too_short"));
      return;
    }
    setError(undefined);
    if (isGuarded() && typed().trim().toUpperCase().replace(/^TLP:/, "") !== label()) {
      setTypedError(t("access.marking.type_wrong", { label: label() }));
      return;
    }
    const labels = { marking: marking(), pap: pap() };
    const binding = isAlone() ? bindRelease({ id: props.of.id, ...labels }) : undefined;
    await act.run(binding, async () => {
      const body = { ...labels, reason: reason().trim(), ...(isAlone() ? { isAlone: true } : {}) };
      props.onDone(await apiPost<MarkingAnswer>(`${pathOf(props.of)}/marking`, body));
    });
  };
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={t("access.change_marking")}>
      <FieldsForm of={act} class="access-form" onSubmit={(event) => void send(event)}>
        <div class="access-pair">
          <SelectField
            name="marking"
            label="TLP"
            value={marking()}
            options={markingOptions}
            onChange={(event) => setMarking(toMarking(event.currentTarget.value))}
          />
          <SelectField
            name="pap"
            label="PAP"
            value={pap()}
            options={papOptions}
            onChange={(event) => setPap(toPap(event.currentTarget.value))}
          />
        </div>
        <p class="small-text quiet-text">{t(`desk.sight.${marking().replace("+strict", "_strict")}`)}</p>
        <TextArea
          name="reason"
          label={t("access.reason")}
          value={reason()}
          error={error()}
          maxLength={2000}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <Show when={isGuarded()}>
          <Notice tone="mind">{t("access.marking.two_persons")}</Notice>
          <TextField
            label={t("access.marking.type", { label: label() })}
            hint={t("access.marking.type_hint")}
            value={typed()}
            error={typedError()}
            autocomplete="off"
            spellcheck={false}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <Show when={can("marking.release_alone")}>
            <Tick
              label={t("access.marking.alone")}
              hint={t("access.marking.alone_hint")}
              checked={wantsAlone()}
              onChange={setAlone}
            />
          </Show>
        </Show>
        <DialogButtons
          act={t(isGuarded() && !isAlone() ? "access.marking.ask" : "access.marking.save")}
          onCancel={() => props.onClose()}
          isBusy={act.isBusy()}
        />
      </FieldsForm>
    </Dialog>
  );
}
