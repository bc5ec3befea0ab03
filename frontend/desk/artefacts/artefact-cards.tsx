// The results of an analysis, and the outside sandbox: what would leave, why it may or may not, and the second person's word.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type ArtefactPage, bindRun, type RunState, type RunView } from "../../../backend/cases/artefacts/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextArea } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ActDialog } from "../../shell/forms/act-dialog.tsx";
import { defangUnknown } from "../data/defang.ts";
import { verdictTones } from "./artefact-line.tsx";

export function ResultsCard(props: { page: ArtefactPage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("artefacts.results")} count={props.page.results.length}>
      <ul class="care-lines">
        <For each={props.page.results} fallback={<li class="quiet-text">{t("artefacts.no_results")}</li>}>
          {(result) => (
            <li>
              <p>
                <Tag tone={verdictTones[result.verdict]}>{t(`artefacts.verdict.${result.verdict}`)}</Tag>{" "}
                <b dir="auto">{result.what}</b> <span dir="auto">{result.family}</span>{" "}
                <span class="quiet-text">
                  {t("artefacts.confidence_label")}: {t(`artefacts.confidence.${result.confidence}`)}
                </span>
              </p>
              <Show when={result.capabilities.length > 0}>
                <p dir="auto">{result.capabilities.join(" · ")}</p>
              </Show>
              <Show when={result.summary}>
                <p class="pre-text" dir="auto">
                  {result.summary}
                </p>
              </Show>
              <Show when={result.found.length > 0}>
                <p class="mono small-text">{result.found.map(({ value }) => defangUnknown(value)).join(" · ")}</p>
              </Show>
              <p class="quiet-text small-text">
                {t("artefacts.result_by", {
                  number: result.number,
                  name: result.by?.name ?? t("artefacts.machine"),
                  when: formatInstant(result.at),
                  tools: result.tools,
                })}
              </p>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

const runTones: Record<RunState, Tone> = {
  waiting: "medium",
  queued: "indigo",
  sent: "indigo",
  done: "low",
  failed: "critical",
  refused: "plain",
};

export function SandboxCard(props: { page: ArtefactPage; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [deciding, setDeciding] = createSignal<{ run: RunView; decision: "agree" | "refuse" }>();
  const send = async (): Promise<void> => {
    try {
      const { state } = await apiPost<{ state: RunState }>(`/api/v1/desk/artefacts/${props.page.id}/sandbox`);
      showToast({ text: t(state === "waiting" ? "artefacts.sandbox_waiting" : "artefacts.sandbox_on_its_way") });
    } catch (error) {
      tellProblem(error);
    }
    props.onChanged();
  };
  return (
    <Card title={t("artefacts.sandbox")} count={props.page.runs.length || undefined}>
      <Show when={props.page.sandbox} fallback={<p class="quiet-text">{t("artefacts.sandbox_none")}</p>}>
        {(sandbox) => (
          <>
            <p>
              {t("artefacts.sandbox_what", {
                name: sandbox().name,
                address: sandbox().address,
                file: sandbox().fileName,
              })}{" "}
              <Show when={Object.keys(sandbox().fields).length > 0}>
                {t("artefacts.sandbox_fields", {
                  fields: Object.entries(sandbox().fields)
                    .map(([name, value]) => `${name} = ${value}`)
                    .join(", "),
                })}{" "}
              </Show>
              {t("artefacts.sandbox_nothing_else")}
            </p>
            <p class="care-acts">
              <Tag tone={sandbox().may === "no" ? "critical" : sandbox().may === "second" ? "medium" : "low"}>
                {t(`artefacts.leave.${sandbox().why}`)}
              </Tag>
              <Show when={props.page.can.send}>
                <Button onClick={() => void send()}>{t("artefacts.sandbox_send")}</Button>
              </Show>
            </p>
          </>
        )}
      </Show>
      <ul class="care-lines">
        <For each={props.page.runs}>
          {(run) => (
            <li>
              <p class="care-acts">
                <Tag tone={runTones[run.state]}>{t(`artefacts.run_state.${run.state}`)}</Tag>
                <Show when={run.canDecide}>
                  <Button isSmall look="main" onClick={() => setDeciding({ run, decision: "agree" })}>
                    {t("artefacts.agree")}
                  </Button>
                  <Button isSmall onClick={() => setDeciding({ run, decision: "refuse" })}>
                    {t("artefacts.refuse")}
                  </Button>
                </Show>
              </p>
              <p class="quiet-text small-text">
                {t("artefacts.run_asked", {
                  sandbox: run.sandbox,
                  name: run.askedBy.name,
                  when: formatInstant(run.askedAt),
                })}
                <Show when={run.decidedBy} keyed>
                  {(person) => <> · {t("artefacts.run_decided", { name: person.name })}</>}
                </Show>
              </p>
              <Show when={run.fault ?? run.decideReason}>
                <p class="small-text" dir="auto">
                  {run.fault ?? run.decideReason}
                </p>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <Show when={deciding()} keyed>
        {(of) => (
          <DecideDialog
            run={of.run}
            decision={of.decision}
            onClose={() => setDeciding(undefined)}
            onDone={() => props.onChanged()}
          />
        )}
      </Show>
    </Card>
  );
}

function DecideDialog(props: {
  run: RunView;
  decision: "agree" | "refuse";
  onClose: () => void;
  onDone: () => void;
}): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const isAgreeing = props.decision === "agree";
  const { id, address } = props.run;
  return (
    <ActDialog
      title={t(`artefacts.${props.decision}`)}
      {...(isAgreeing ? { description: t("artefacts.agree_hint", { address }), binding: () => bindRun(id) } : {})}
      act={t(`artefacts.${props.decision}`)}
      send={async () =>
        await apiPost(
          `/api/v1/desk/sandbox-runs/${id}/decision`,
          isAgreeing ? { decision: "agree" } : { decision: "refuse", reason: reason() },
        )
      }
      onClose={() => props.onClose()}
      onDone={() => props.onDone()}
    >
      <Show when={!isAgreeing}>
        <TextArea
          name="reason"
          label={t("artefacts.reason")}
          rows={2}
          value={reason()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
      </Show>
    </ActDialog>
  );
}
