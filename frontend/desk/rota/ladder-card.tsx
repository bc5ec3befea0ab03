// Who is woken, after how long and by what: the ladder in force, and the form of a lead that sets another.
import { createSignal, For, Index, type JSX, Show } from "solid-js";
import { createStore, unwrap } from "solid-js/store";
import { type Ladder, ladderMeans, ladderTargets, type RotaView } from "../../../backend/reporting/rota/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField, TextField, Tick } from "../../parts/field/field.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FormDialog } from "../../shell/forms/form-dialog.tsx";
import { createSending } from "../../shell/forms/send-form.ts";
import { can } from "../../shell/session.ts";

export function LadderCard(props: { view: RotaView; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [isEditing, setEditing] = createSignal(false);
  const triggers = (ladder: Ladder): string[] => [
    ...(ladder.triggers.leastSeverity === null
      ? []
      : [t("rota.trigger.line.severity", { severity: t(`common.severity.${ladder.triggers.leastSeverity}`) })]),
    ...(ladder.triggers.isOnBreach ? [t("rota.trigger.line.breach")] : []),
    ...(ladder.triggers.legalHours === null
      ? []
      : [t("rota.trigger.line.legal", { hours: ladder.triggers.legalHours })]),
    t("rota.trigger.line.operator"),
  ];
  return (
    <Card
      title={t("rota.ladder")}
      aside={
        <Show when={can("duty.rota")}>
          <Button isSmall onClick={() => setEditing(true)}>
            {t("rota.ladder.edit")}
          </Button>
        </Show>
      }
    >
      <Show when={props.view.ladder} fallback={<p class="quiet-text">{t("rota.ladder.none")}</p>} keyed>
        {(ladder) => (
          <>
            <ol>
              <For each={ladder.steps}>
                {(step) => (
                  <li>
                    {t("rota.ladder.line", {
                      minutes: step.afterMinutes,
                      target: t(`rota.target.${step.target}`),
                      means: step.means.map((one) => t(`rota.means.${one}`)).join(", "),
                    })}
                  </li>
                )}
              </For>
            </ol>
            <p class="small-text">
              <b>{t("rota.triggers")}</b>: {triggers(ladder).join("; ")}
            </p>
          </>
        )}
      </Show>
      <Show when={isEditing()}>
        <LadderDialog view={props.view} onClose={() => setEditing(false)} onDone={() => props.onChanged()} />
      </Show>
    </Card>
  );
}

const first: Ladder = {
  steps: [
    { afterMinutes: 0, target: "on_call", means: ["mail", "text"] },
    { afterMinutes: 15, target: "next", means: ["mail", "text"] },
    { afterMinutes: 30, target: "leads", means: ["mail", "text"] },
  ],
  triggers: { leastSeverity: "critical", isOnBreach: true, legalHours: null },
};

function LadderDialog(props: { view: RotaView; onClose: () => void; onDone: () => void }): JSX.Element {
  const t = useWords();
  const sending = createSending();
  const [ladder, setLadder] = createStore<Ladder>(structuredClone(unwrap(props.view.ladder) ?? first));
  return (
    <FormDialog
      title={t("rota.ladder.edit")}
      description={t("rota.ladder.hint")}
      act={t("rota.save")}
      isWide
      sending={sending}
      onClose={() => props.onClose()}
      onSubmit={async () => {
        const { onDone, onClose, view } = props;
        await apiPost("/api/v1/rota/ladder", { ladder: unwrap(ladder), seen: view.ladderNumber });
        showToast({ text: t("rota.saved") });
        onDone();
        onClose();
      }}
    >
      <Index each={ladder.steps}>
        {(step, at) => (
          <fieldset class="field-group rota-step">
            <legend>{t("rota.ladder.step", { number: at + 1 })}</legend>
            <TextField
              label={t("rota.ladder.after")}
              type="number"
              min="0"
              value={String(step().afterMinutes)}
              onInput={(event) => setLadder("steps", at, "afterMinutes", Number(event.currentTarget.value))}
            />
            <SelectField
              name="target"
              label={t("rota.ladder.target")}
              value={step().target}
              options={ladderTargets.map((value) => ({ value, label: t(`rota.target.${value}`) }))}
              onChange={(event) => {
                const target = ladderTargets.find((known) => known === event.currentTarget.value);
                if (target) setLadder("steps", at, "target", target);
              }}
            />
            <div class="rota-days">
              <For each={ladderMeans}>
                {(means) => (
                  <Tick
                    label={t(`rota.means.${means}`)}
                    checked={step().means.includes(means)}
                    onChange={(isOn) =>
                      setLadder("steps", at, "means", (all) =>
                        isOn ? [...all, means] : all.filter((one) => one !== means),
                      )
                    }
                  />
                )}
              </For>
            </div>
            <Show when={ladder.steps.length > 1}>
              <Button
                isSmall
                look="quiet"
                onClick={() => setLadder("steps", (all) => all.filter((_, index) => index !== at))}
              >
                {t("rota.ladder.remove", { number: at + 1 })}
              </Button>
            </Show>
          </fieldset>
        )}
      </Index>
      <Show when={ladder.steps.length < 8}>
        <Button
          isSmall
          onClick={() =>
            setLadder("steps", (all) => [
              ...all,
              {
                afterMinutes: (all.at(-1)?.afterMinutes ?? 0) + 15,
                target: "leads" as const,
                means: ["mail" as const],
              },
            ])
          }
        >
          {t("rota.ladder.add")}
        </Button>
      </Show>
      <fieldset class="field-group">
        <legend>{t("rota.triggers")}</legend>
        <SelectField
          name="leastSeverity"
          label={t("rota.trigger.severity")}
          value={ladder.triggers.leastSeverity ?? ""}
          options={[
            { value: "", label: t("rota.trigger.none") },
            { value: "critical", label: t("common.severity.critical") },
            { value: "high", label: t("common.severity.high") },
          ]}
          onChange={(event) => {
            const { value } = event.currentTarget;
            setLadder("triggers", "leastSeverity", value === "critical" || value === "high" ? value : null);
          }}
        />
        <Tick
          label={t("rota.trigger.breach")}
          checked={ladder.triggers.isOnBreach}
          onChange={(isOn) => setLadder("triggers", "isOnBreach", isOn)}
        />
        <TextField
          label={t("rota.trigger.legal")}
          type="number"
          min="1"
          value={ladder.triggers.legalHours === null ? "" : String(ladder.triggers.legalHours)}
          onInput={(event) => {
            const { value } = event.currentTarget;
            setLadder("triggers", "legalHours", value === "" ? null : Number(value));
          }}
        />
      </fieldset>
    </FormDialog>
  );
}
