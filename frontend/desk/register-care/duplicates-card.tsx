// Pairs that may be one: why, what each has, and the two ways out: make them one, or remember that they are two.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  type ChosenFact,
  chosenFacts,
  type DuplicatePair,
  mergeStepUp,
} from "../../../backend/registry/quality/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextArea, Tick } from "../../parts/field/field.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { createConfirmedAct } from "../../shell/confirm/confirmed-act.ts";
import { can } from "../../shell/session.ts";
import { FieldsForm } from "../../shell/forms/fields-form.tsx";

export function DuplicatesCard(props: { pairs: DuplicatePair[]; count: number; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal<DuplicatePair>();
  const keepApart = async ({ one, other }: DuplicatePair): Promise<void> => {
    try {
      await apiPost("/api/v1/registry/not-duplicates", { oneId: one.id, otherId: other.id });
      props.onDone();
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card title={t("quality.duplicates")} count={props.count}>
      <ul class="care-lines">
        <For each={props.pairs} fallback={<li class="quiet-text">{t("quality.duplicates_none")}</li>}>
          {(pair) => (
            <li>
              <div class="care-pair">
                <Side of={pair.one} />
                <Side of={pair.other} />
              </div>
              <p class="care-line-head">
                <For each={pair.reasons}>{(reason) => <Tag>{t(`quality.reason.${reason}`)}</Tag>}</For>
                <span class="quiet-text small-text">{pair.shared.join(", ")}</span>
              </p>
              <Show when={can("registry.change")}>
                <p class="care-acts">
                  <Button isSmall onClick={() => setChosen(pair)}>
                    {t("quality.merge")}
                  </Button>
                  <Button isSmall look="quiet" onClick={() => void keepApart(pair)}>
                    {t("quality.apart")}
                  </Button>
                </p>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={chosen()} keyed>
        {(pair) => (
          <MergeDialog
            pair={pair}
            onClose={() => setChosen(undefined)}
            onDone={() => {
              setChosen(undefined);
              showToast({ text: t("quality.merged") });
              props.onDone();
            }}
          />
        )}
      </Show>
    </Card>
  );
}

function Side(props: { of: DuplicatePair["one"] }): JSX.Element {
  const t = useWords();
  return (
    <div>
      <A href={`/directory/${props.of.id}`} class="care-name">
        {props.of.name}
      </A>
      <p class="quiet-text small-text">
        {props.of.reference} · {t(`desk.directory.sector.${props.of.sector}`)} ·{" "}
        {t("quality.side", { contacts: props.of.contacts, networks: props.of.networks })}
      </p>
    </div>
  );
}

function MergeDialog(props: { pair: DuplicatePair; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const [survivorId, setSurvivorId] = createSignal(props.pair.one.id);
  const [take, setTake] = createSignal<readonly ChosenFact[]>([]);
  const [reason, setReason] = createSignal("");
  const [isMissing, setMissing] = createSignal(false);
  const act = createConfirmedAct();
  const merge = async (event: Event): Promise<void> => {
    event.preventDefault();
    setMissing(reason().trim().length < 3);
    if (reason().trim().length < 3) return;
    const { one, other } = props.pair;
    const [kept, mergedId] = survivorId() === one.id ? [one.id, other.id] : [other.id, one.id];
    const isDone = await act.run(mergeStepUp.merge(kept, mergedId), async () => {
      await apiPost("/api/v1/registry/merges", {
        survivorId: kept,
        mergedId,
        take: take(),
        reason: reason().trim(),
      });
    });
    if (isDone) props.onDone();
  };
  return (
    <Dialog
      isOpen
      onClose={() => props.onClose()}
      title={t("quality.merge_title")}
      description={t("quality.merge_text")}
    >
      <FieldsForm of={act} class="id-form" onSubmit={(event) => void merge(event)} novalidate>
        <SelectField
          name="survivorId"
          label={t("quality.merge_keep")}
          value={survivorId()}
          options={[props.pair.one, props.pair.other].map(({ id, name, reference }) => ({
            value: id,
            label: `${name} (${reference})`,
          }))}
          onChange={(event) => setSurvivorId(event.currentTarget.value)}
        />
        <fieldset class="care-ticks">
          <legend>{t("quality.merge_fact")}</legend>
          <For each={chosenFacts}>
            {(fact) => (
              <Tick
                label={t(`quality.fact.${fact}`)}
                checked={take().includes(fact)}
                onChange={(isOn) => setTake(isOn ? [...take(), fact] : take().filter((one) => one !== fact))}
              />
            )}
          </For>
        </fieldset>
        <TextArea
          name="reason"
          label={t("quality.merge_reason")}
          rows={2}
          maxLength={2000}
          value={reason()}
          error={isMissing() ? t("quality.merge_reason_missing") : undefined}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={t("quality.merge_do")} isBusy={act.isBusy()} onCancel={() => props.onClose()} />
      </FieldsForm>
    </Dialog>
  );
}
