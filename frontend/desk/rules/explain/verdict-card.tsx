// True, false or benign, with a reason where the rule was not right: by button or by key, and taken back the same way.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { Verdict } from "../../../../backend/cases/model.ts";
import { verdicts } from "../../../../backend/cases/model.ts";
import type { FindingExplanation } from "../../../../backend/reporting/explanations/model.ts";
import { Button } from "../../../parts/button/button.tsx";
import { Card } from "../../../parts/card/card.tsx";
import { Dialog, DialogButtons } from "../../../parts/dialog/dialog.tsx";
import { TextArea } from "../../../parts/field/field.tsx";
import { Tag } from "../../../parts/tag/tag.tsx";
import { showToast } from "../../../parts/toast/toast.tsx";
import { apiPost } from "../../../platform/api.ts";
import { formatInstant } from "../../../platform/format.ts";
import { useWords } from "../../../platform/words.ts";
import { forgetReport } from "../../data/report-cache.ts";
import { describeProblem, tellProblem } from "../../../shell/data/tell-problem.ts";
import { keyName, offerActs } from "../../../shell/keys.ts";
import { can } from "../../../shell/session.ts";
import { AllowDialog } from "../allow-dialog.tsx";

const keys: Record<Verdict, string[]> = { true: ["KeyT"], false: ["KeyF"], benign: ["KeyB"] };

export function VerdictCard(props: { finding: FindingExplanation; onChanged: () => void }): JSX.Element {
  const t = useWords();
  const [asked, setAsked] = createSignal<Verdict>();
  const [isAllowing, setAllowing] = createSignal(false);
  const send = async (verdict: Verdict | null, reason?: string): Promise<void> => {
    const { id, reportId, verdict: before, verdictReason } = props.finding;
    await apiPost(`/api/v1/desk/findings/${id}/verdict`, { verdict, ...(reason ? { reason } : {}) });
    forgetReport(reportId);
    showToast({
      text: t("desk.findings.judged"),
      undo: () => void send(before, verdictReason ?? undefined).catch(tellProblem),
    });
    props.onChanged();
  };
  const choose = (verdict: Verdict): void => {
    // A false or benign finding says what the rule should learn from it.
    if (verdict !== "true") setAsked(verdict);
    else void send(props.finding.verdict === "true" ? null : "true").catch(tellProblem);
  };
  offerActs(() =>
    verdicts.map((verdict) => ({
      id: `verdict-${verdict}`,
      label: () => t(`desk.verdict.${verdict}`),
      group: () => t("rules.explain.title"),
      keys: keys[verdict],
      isOn: () => props.finding.canJudge,
      run: () => choose(verdict),
    })),
  );
  return (
    <Card title={t("rules.explain.verdict")}>
      <Show when={props.finding.verdict} fallback={<p class="quiet-text">{t("rules.explain.not_judged")}</p>}>
        {(verdict) => (
          <p class="judgement">
            <Tag tone={verdict() === "true" ? "indigo" : "plain"}>{t(`desk.verdict.${verdict()}`)}</Tag>{" "}
            <Show when={props.finding.verdictReason}>{(why) => t("desk.quote", { text: why() })}</Show>
            <Show when={props.finding.verdictBy}>
              {(name) => (
                <span class="quiet-text small-text">
                  {" "}
                  {name()}
                  {props.finding.verdictAt ? ` · ${formatInstant(props.finding.verdictAt)}` : ""}
                </span>
              )}
            </Show>
          </p>
        )}
      </Show>
      <Show when={props.finding.canJudge}>
        <div class="verdicts" role="group" aria-label={t("rules.explain.verdict")}>
          <For each={verdicts}>
            {(verdict) => (
              <Button
                isSmall
                hint={keyName(keys[verdict])}
                aria-pressed={props.finding.verdict === verdict}
                onClick={() => choose(verdict)}
              >
                {t(`desk.verdict.${verdict}`)}
              </Button>
            )}
          </For>
        </div>
      </Show>
      <Show when={props.finding.canJudge && can("rule.write")}>
        <p>
          <Button isSmall look="quiet" class="allow-this" onClick={() => setAllowing(true)}>
            {t("rules.allow.from_finding")}
          </Button>
        </p>
      </Show>
      <Show when={isAllowing()}>
        <AllowDialog
          rule={{ engine: props.finding.engine, name: props.finding.ruleId }}
          onClose={() => setAllowing(false)}
          onDone={() => {
            setAllowing(false);
            showToast({ text: t("rules.done.allow") });
          }}
        />
      </Show>
      <Show when={asked()} keyed>
        {(verdict) => (
          <ReasonOf
            title={t(`desk.verdict.${verdict}`)}
            label={t(`desk.verdict.why_${verdict}`)}
            onClose={() => setAsked(undefined)}
            onDone={async (reason) => {
              await send(verdict, reason);
              setAsked(undefined);
            }}
          />
        )}
      </Show>
    </Card>
  );
}

function ReasonOf(props: {
  title: string;
  label: string;
  onClose: () => void;
  onDone: (reason: string) => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const [reason, setReason] = createSignal("");
  const [error, setError] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (reason().trim().length < 3) {
      setError(t("desk.reason.too_short"));
      return;
    }
    setBusy(true);
    try {
      await props.onDone(reason().trim());
    } catch (failure) {
      setError(describeProblem(failure));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={props.title}>
      <form onSubmit={(event) => void submit(event)} novalidate>
        <TextArea
          label={props.label}
          value={reason()}
          maxLength={2000}
          error={error()}
          onInput={(event) => setReason(event.currentTarget.value)}
        />
        <DialogButtons act={props.title} isBusy={isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
