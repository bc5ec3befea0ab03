// Countermeasures: what was asked of whom, where each stands, and its next step.
import { createSignal, For, type JSX, Show } from "solid-js";
import {
  measureKinds,
  type MeasureState,
  measureSteps,
  type MeasureView,
} from "../../../../backend/cases/countermeasures/model.ts";
import type { CaseWork } from "../../../../backend/cases/work/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Empty } from "../../../parts/empty/empty.tsx";
import { SelectField, TextArea, TextField } from "../../../parts/field/field.tsx";
import { Tag, type Tone } from "../../../parts/tag/tag.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiPatch, apiPost } from "../../../platform/api.ts";
import { Said } from "../../../parts/moment/moment.tsx";
import { useWords } from "../../../platform/words.ts";
import { now } from "../../../shell/data/clock.ts";
import type { Work } from "./create-work.ts";
import { fromField, sayLocal, toField } from "./times.ts";
import { WorkDialog } from "./work-dialog.tsx";

const tones: Record<MeasureState, Tone> = {
  requested: "high",
  active: "indigo",
  to_lift: "medium",
  lifted: "low",
  refused: "plain",
};

export function MeasuresPanel(props: { of: CaseWork; work: Work }): JSX.Element {
  const t = useWords();
  const [editing, setEditing] = createSignal<MeasureView | "new">();
  const [step, setStep] = createSignal<{ measure: MeasureView; to: MeasureState }>();
  const mayChange = () => props.of.can.change && props.of.isOpen;
  const isLate = (one: MeasureView): boolean =>
    one.untilAt !== null &&
    (one.state === "active" || one.state === "to_lift") &&
    new Date(one.untilAt).getTime() < now();
  return (
    <Card
      title={t("casework.tab.measures")}
      count={props.of.measures.length}
      aside={
        <Show when={mayChange()}>
          <Button isSmall onClick={() => setEditing("new")}>
            {t("casework.measures.add")}
          </Button>
        </Show>
      }
    >
      <ul class="work-list">
        <For
          each={props.of.measures}
          fallback={
            <li>
              <Empty title={t("casework.measures.none")} text={t("casework.measures.none_hint")} />
            </li>
          }
        >
          {(measure) => (
            <li class="work-row">
              <div class="work-row-main">
                <p>
                  <b class="mono" dir="auto">
                    {measure.target}
                  </b>{" "}
                  <Tag tone={tones[measure.state]}>{t(`casework.measures.state.${measure.state}`)}</Tag>
                </p>
                <p class="quiet-text small-text">
                  {t(`casework.measures.kind.${measure.kind}`)} · {t("casework.measures.asked_of")} {measure.askedOf}
                  <Show when={measure.untilAt}>
                    {(until) => (
                      <span class={isLate(measure) ? "late" : undefined}>
                        {" · "}
                        <Said>
                          {(moment) =>
                            t(isLate(measure) ? "casework.measures.overdue" : "casework.measures.until_at", {
                              time: moment(until()),
                            })
                          }
                        </Said>
                      </span>
                    )}
                  </Show>
                </p>
                <p class="pre-text small-text" dir="auto">
                  {measure.reason}
                </p>
                <details class="small-text">
                  <summary>{t("casework.measures.steps")}</summary>
                  <ol class="side-list">
                    <For each={measure.steps}>
                      {(one) => (
                        <li>
                          {t(`casework.measures.state.${one.state}`)} ·{" "}
                          <Said>
                            {(moment) =>
                              t("casework.by_at", {
                                name: one.by?.name ?? t("casework.machine"),
                                time: moment(one.at),
                              })
                            }
                          </Said>
                          <Show when={one.note !== ""}> · {one.note}</Show>
                        </li>
                      )}
                    </For>
                  </ol>
                </details>
              </div>
              <Show when={props.of.can.change}>
                <div class="work-row-acts">
                  <For each={measureSteps[measure.state]}>
                    {(to) => (
                      <Button isSmall onClick={() => setStep({ measure: { ...measure }, to })}>
                        {t(`casework.measures.step.${to}`)}
                      </Button>
                    )}
                  </For>
                  <Show when={mayChange() && measureSteps[measure.state].length > 0}>
                    <Button
                      isSmall
                      look="quiet"
                      aria-label={t("casework.change_one", { name: measure.target })}
                      onClick={() => setEditing(measure)}
                    >
                      {t("casework.change")}
                    </Button>
                  </Show>
                </div>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={editing()} keyed>
        {(one) => (
          <MeasureDialog
            of={props.of}
            measure={one === "new" ? undefined : { ...one }}
            work={props.work}
            onClose={() => setEditing(undefined)}
          />
        )}
      </Show>
      <Show when={step()} keyed>
        {(one) => <StepDialog {...one} work={props.work} onClose={() => setStep(undefined)} />}
      </Show>
    </Card>
  );
}

function StepDialog(props: { measure: MeasureView; to: MeasureState; work: Work; onClose: () => void }): JSX.Element {
  const t = useWords();
  const { measure, to, work } = props;
  const [note, setNote] = createSignal("");
  return (
    <WorkDialog
      title={t(`casework.measures.step.${to}`)}
      description={measure.target}
      seen={measure.version}
      send={async (version) =>
        await apiPost(`/api/v1/desk/case-parts/measures/${measure.id}/steps`, { version, state: to, note: note() })
      }
      reload={work.reload}
      onClose={() => props.onClose()}
      onDone={() => showToast({ text: t("casework.saved") })}
    >
      {() => (
        <TextArea
          label={t("casework.note")}
          rows={2}
          value={note()}
          maxLength={2000}
          onInput={(event) => setNote(event.currentTarget.value)}
        />
      )}
    </WorkDialog>
  );
}

function MeasureDialog(props: {
  of: CaseWork;
  measure: MeasureView | undefined;
  work: Work;
  onClose: () => void;
}): JSX.Element {
  const t = useWords();
  const { measure, work } = props;
  const { caseId, assets } = props.of;
  const [kind, setKind] = createSignal<MeasureView["kind"]>(measure?.kind ?? "block_domain");
  const [target, setTarget] = createSignal(measure?.target ?? "");
  const [askedOf, setAskedOf] = createSignal(measure?.askedOf ?? "");
  const [reason, setReason] = createSignal(measure?.reason ?? "");
  const [assetId, setAsset] = createSignal(measure?.assetId ?? "");
  const [until, setUntil] = createSignal(toField(measure?.untilAt ?? null));
  const stored = () => {
    const current = work.work()?.measures.find(({ id }) => id === measure?.id);
    if (!current) return undefined;
    return {
      version: current.version,
      fields: [
        { label: t("casework.measures.target"), mine: target().trim(), theirs: current.target },
        { label: t("casework.measures.asked_of"), mine: askedOf().trim(), theirs: current.askedOf },
        { label: t("casework.reason"), mine: reason().trim(), theirs: current.reason },
        {
          label: t("casework.measures.until"),
          mine: until().replace("T", " "),
          theirs: current.untilAt ? sayLocal(current.untilAt) : "",
        },
      ],
    };
  };
  const send = async (version: number): Promise<void> => {
    const form = {
      target: target(),
      askedOf: askedOf(),
      reason: reason(),
      assetId: assetId() || null,
      untilAt: fromField(until()),
    };
    if (measure) await apiPatch(`/api/v1/desk/case-parts/measures/${measure.id}`, { version, ...form });
    else await apiPost(`/api/v1/desk/cases/${caseId}/measures`, { kind: kind(), ...form });
  };
  return (
    <WorkDialog
      title={measure ? t("casework.change_one", { name: measure.target }) : t("casework.measures.add")}
      send={send}
      {...(measure ? { seen: measure.version, stored } : {})}
      reload={work.reload}
      onClose={() => props.onClose()}
      onDone={() => showToast({ text: t("casework.saved") })}
    >
      {(errorOf) => (
        <>
          <Show when={!measure}>
            <SelectField
              label={t("casework.measures.kind")}
              value={kind()}
              options={measureKinds.map((value) => ({ value, label: t(`casework.measures.kind.${value}`) }))}
              onChange={(event) => setKind(measureKinds.find((one) => one === event.currentTarget.value) ?? "other")}
            />
          </Show>
          <TextField
            label={t("casework.measures.target")}
            value={target()}
            maxLength={2000}
            error={errorOf("target")}
            onInput={(event) => setTarget(event.currentTarget.value)}
          />
          <TextField
            label={t("casework.measures.asked_of")}
            value={askedOf()}
            maxLength={300}
            error={errorOf("askedOf")}
            onInput={(event) => setAskedOf(event.currentTarget.value)}
          />
          <TextArea
            label={t("casework.reason")}
            rows={2}
            value={reason()}
            maxLength={2000}
            error={errorOf("reason")}
            onInput={(event) => setReason(event.currentTarget.value)}
          />
          <div class="work-pair">
            <TextField
              type="datetime-local"
              label={t("casework.measures.until")}
              value={until()}
              error={errorOf("untilAt")}
              onInput={(event) => setUntil(event.currentTarget.value)}
            />
            <Show when={assets.length > 0}>
              <SelectField
                label={t("casework.measures.asset")}
                value={assetId()}
                options={[
                  { value: "", label: t("casework.none") },
                  ...assets.map(({ id, name }) => ({ value: id, label: name })),
                ]}
                onChange={(event) => setAsset(event.currentTarget.value)}
              />
            </Show>
          </div>
        </>
      )}
    </WorkDialog>
  );
}
