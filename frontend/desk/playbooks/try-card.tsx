// A dry run: a case is described, questions are answered, and every step stands there with its time. Nothing is written.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { Playbook, Step, TriedPlaybook } from "../../../backend/cases/playbooks/model.ts";
import { sectors } from "../../../backend/registry/sectors/model.ts";
import { levels } from "../../../backend/triage/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { rsitWords } from "../data/say-rsit.ts";

export function TryCard(props: { playbook: Playbook }): JSX.Element {
  const t = useWords();
  const kinds = () => props.playbook.trigger.kinds;
  const [kind, setKind] = createSignal<string>();
  const [severity, setSeverity] = createSignal<string>("high");
  const [sector, setSector] = createSignal("");
  const [outcomes, setOutcomes] = createSignal<Record<string, string>>({});
  const [tried, setTried] = createSignal<TriedPlaybook>();
  const questions = () => props.playbook.steps.filter((step) => step.kind === "choice" || step.kind === "approval");
  const run = async (): Promise<void> => {
    const [rsitClass = null, rsitType = null] = (kind() ?? kinds()[0] ?? "").split("/");
    try {
      const path = `/api/v1/desk/playbooks/${props.playbook.id}/dry-run?language=${currentLanguage()}`;
      setTried(
        await apiPost<TriedPlaybook>(path, {
          rsitClass,
          rsitType,
          severity: severity(),
          sectors: sector() === "" ? [] : [sector()],
          startAt: new Date().toISOString(),
          outcomes: outcomes(),
        }),
      );
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card title={t("playbooks.try.title")}>
      <p class="quiet-text">{t("playbooks.try.lead")}</p>
      <form
        data-asks
        class="playbook-form"
        novalidate
        onSubmit={(event) => {
          event.preventDefault();
          void run();
        }}
      >
        <SelectField
          label={t("playbooks.try.class")}
          value={kind() ?? kinds()[0] ?? ""}
          options={kinds().map((value) => {
            const [className = "", type = null] = value.split("/");
            return { value, label: rsitWords(t, className, type) };
          })}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
        <SelectField
          label={t("playbooks.try.severity")}
          value={severity()}
          options={levels.map((value) => ({ value, label: t(`common.severity.${value}`) }))}
          onChange={(event) => setSeverity(event.currentTarget.value)}
        />
        <SelectField
          label={t("playbooks.try.sector")}
          value={sector()}
          options={[
            { value: "", label: t("playbooks.try.any_sector") },
            ...sectors.map((value) => ({ value, label: t(`desk.directory.sector.${value}`) })),
          ]}
          onChange={(event) => setSector(event.currentTarget.value)}
        />
        <For each={questions()}>
          {(step) => (
            <SelectField
              label={t("playbooks.try.answer", { step: step.titles[currentLanguage()] })}
              value={outcomes()[step.id] ?? answersOf(step, t)[0]?.value ?? ""}
              options={answersOf(step, t)}
              onChange={(event) => {
                const { value } = event.currentTarget;
                setOutcomes((known) => ({ ...known, [step.id]: value }));
              }}
            />
          )}
        </For>
        <div>
          <Button look="main" type="submit">
            {t("playbooks.try.run")}
          </Button>
        </div>
      </form>
      <Show when={tried()} keyed>
        {(answer) => (
          <div role="status">
            <Notice>
              {t(answer.isTriggered ? "playbooks.try.triggered" : "playbooks.try.not_triggered")}{" "}
              {answer.startsByItself ? t("playbooks.try.by_itself") : ""}
            </Notice>
            <ol class="playbook-steps">
              <For each={answer.steps}>{(step) => <TriedRow step={step} playbook={props.playbook} />}</For>
            </ol>
          </div>
        )}
      </Show>
    </Card>
  );
}

function TriedRow(props: { step: TriedPlaybook["steps"][number]; playbook: Playbook }): JSX.Element {
  const t = useWords();
  const said = () => {
    const { outcome, stepId } = props.step;
    if (outcome === null) return "";
    const of = props.playbook.steps.find(({ id }) => id === stepId);
    const words = of ? (answersOf(of, t).find(({ value }) => value === outcome)?.label ?? outcome) : outcome;
    return props.step.isAssumed ? t("playbooks.try.assumed", { outcome: words }) : words;
  };
  return (
    <li data-state={props.step.isSkipped ? "skipped" : "done"}>
      <Tag>{t(`playbooks.kind.${props.step.kind}`)}</Tag>
      <span class="playbook-said">
        {props.step.title}
        <Show when={said()}> — {said()}</Show>
      </span>
      <span class="quiet-text small-text">
        <Show when={props.step.beginsAt} keyed fallback={t("playbooks.try.left_out")}>
          {(at) => (
            <>
              {t("playbooks.try.begins")} <Moment at={at} />
            </>
          )}
        </Show>
        <Show when={props.step.dueAt} keyed>
          {(at) => (
            <>
              {" "}
              · {t("playbooks.try.due")} <Moment at={at} />
            </>
          )}
        </Show>
      </span>
    </li>
  );
}

function answersOf(step: Step, t: ReturnType<typeof useWords>): { value: string; label: string }[] {
  if (step.kind === "choice")
    return step.options.map((option) => ({ value: option.id, label: option.titles[currentLanguage()] }));
  return step.kind === "approval"
    ? ["approved", "refused"].map((value) => ({ value, label: t(`playbooks.outcome.${value}`) }))
    : [];
}
