// The draft of the next situation report: figures of this moment, the written parts, when it freezes; saving and freezing.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type SituationPart, situationParts, type SituationView } from "../../../backend/coordination/crisis/model.ts";
import { type Marking, markings } from "../../../backend/intake/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextArea } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost, apiPut } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { SureDialog } from "../../shell/confirm/sure-dialog.tsx";
import { FigureList } from "../../shell/crisis/situation-text.tsx";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

/** What is typed stays while the page is read again; `draft` gives the newest version. */
export function DraftCard(props: {
  id: string;
  draft: () => SituationView | undefined;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  const first = props.draft();
  const [version, setVersion] = createSignal(first?.version ?? 1);
  const [parts, setParts] = createSignal({ situation: "", done: "", next: "", needs: "", ...first?.parts });
  const [marking, setMarking] = createSignal<Marking>(first?.marking ?? "amber");
  const [isChanged, setChanged] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const act = createConfirmedAct();
  const [isSure, setSure] = createSignal(false);
  // Somebody else saved, and nothing is typed here: theirs is shown.
  const newest = () => {
    const now = props.draft();
    if (now && now.version !== version() && !isChanged()) {
      setVersion(now.version);
      setParts({ situation: "", done: "", next: "", needs: "", ...now.parts });
      setMarking(now.marking);
    }
    return now;
  };
  const save = async (): Promise<void> => {
    const { id, onChanged } = props;
    setProblem(undefined);
    const isDone = await act.run(undefined, async () => {
      await apiPut(`/api/v1/situations/${id}`, { version: version(), parts: parts(), marking: marking() });
    });
    if (!isDone) return;
    setVersion(version() + 1);
    setChanged(false);
    showToast({ text: t("crisis.situation.saved") });
    onChanged();
  };
  const write = (part: SituationPart, text: string): void => {
    setChanged(true);
    setParts({ ...parts(), [part]: text });
  };
  return (
    <Card title={t("crisis.situation.draft", { number: first?.number ?? 1 })}>
      <FieldsForm
        of={act}
        class="crisis-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          if (!act.isBusy()) void save();
        }}
      >
        <Show
          when={newest()?.isLate}
          fallback={
            <p class="quiet-text">
              {t("crisis.situation.due", { when: formatInstant(newest()?.dueAt ?? "") })}
              <Show when={newest()?.changedBy} keyed>
                {(name) => ` · ${t("crisis.situation.changed_by", { name })}`}
              </Show>
            </p>
          }
        >
          <Notice tone="problem">
            {t("crisis.situation.late_draft", { when: formatInstant(newest()?.dueAt ?? "") })}
          </Notice>
        </Show>
        <section>
          <h3>{t("crisis.situation.figures")}</h3>
          <Show when={newest()?.figures}>{(figures) => <FigureList figures={figures()} />}</Show>
          <p class="quiet-text small-text">{t("crisis.situation.restricted")}</p>
        </section>
        <For each={situationParts}>
          {(part) => (
            <TextArea
              label={t(`crisis.part.${part}`)}
              name={`parts.${part}`}
              rows={3}
              value={parts()[part]}
              onInput={(event) => write(part, event.currentTarget.value)}
            />
          )}
        </For>
        <SelectField
          label={t("crisis.open.marking")}
          name="marking"
          value={marking()}
          options={markings.map((value) => ({ value, label: `TLP:${value.toUpperCase()}` }))}
          onChange={(event) => {
            setChanged(true);
            setMarking(markings.find((one) => one === event.currentTarget.value) ?? "amber");
          }}
        />
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
        <div class="care-acts">
          <Button look="main" type="submit" isBusy={act.isBusy()}>
            {t("crisis.situation.save")}
          </Button>
          <Button onClick={() => (isChanged() ? setProblem(t("crisis.situation.unsaved")) : setSure(true))}>
            {t("crisis.situation.freeze")}
          </Button>
        </div>
      </FieldsForm>
      <Show when={isSure()}>
        <SureDialog
          title={t("crisis.situation.freeze")}
          text={t("crisis.situation.freeze_sure")}
          act={t("crisis.situation.freeze")}
          onClose={() => setSure(false)}
          run={async () => {
            const { id, onChanged } = props;
            await apiPost(`/api/v1/situations/${id}/freeze`, { version: version() });
            onChanged();
          }}
        />
      </Show>
    </Card>
  );
}
