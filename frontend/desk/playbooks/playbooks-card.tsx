// Playbooks in a case: what is at work with its questions and waits, and what can be begun.
import { createEffect, createSignal, For, type JSX, on, onCleanup, Show } from "solid-js";
import type { CasePlaybooks, RunView } from "../../../backend/cases/playbooks/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { keepSame } from "../../shell/data/keep-same.ts";
import { onChange } from "../../shell/data/live.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { RunCard } from "./run-card.tsx";
import "./playbooks.css";

export function PlaybooksCard(props: {
  caseId: string;
  mayChange: boolean;
  /** What of the case's tasks is shown: when it changes, a playbook may have gone on. */
  stamp: string;
  /** The case's own list may have new tasks. */
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  void loadRoom("playbooks");
  const [page, setPage] = createSignal<CasePlaybooks>();
  const [problem, setProblem] = createSignal("");
  const [chosen, setChosen] = createSignal<string>();
  let isHere = true;
  const load = async (): Promise<void> => {
    try {
      const path = `/api/v1/desk/cases/${props.caseId}/playbooks?language=${currentLanguage()}`;
      const found = await apiGet<CasePlaybooks>(path);
      if (!isHere) return;
      setPage((before) => (before ? keepSame(before, found) : found));
      setProblem("");
    } catch (error) {
      if (isHere) setProblem(describeProblem(error));
    }
  };
  createEffect(on([() => props.caseId, () => props.stamp, currentLanguage], () => void load()));
  onCleanup(onChange((event) => event.object === "case" && event.id === props.caseId && void load()));
  onCleanup(() => (isHere = false));
  /** Sends an act, says what came of it, and shows what is there now. */
  const send = async (path: string, body: object, said: string): Promise<void> => {
    const { onChanged } = props;
    try {
      await apiPost(path, body);
      showToast({ text: said });
      onChanged();
    } catch (error) {
      tellProblem(error);
    }
    await load();
  };
  const offered = () => page()?.offered ?? [];
  const wanted = () => chosen() ?? offered().find((one) => one.isTriggered)?.id ?? offered()[0]?.id ?? "";
  const about = () => offered().find((one) => one.id === wanted())?.about ?? "";
  const onRun =
    (run: RunView) =>
    (act: string, body: object, said: string): void =>
      void send(`/api/v1/desk/playbook-runs/${run.id}/${act}`, { version: run.version, ...body }, said);
  return (
    <Show when={hasWords("playbooks.case.title")}>
      <Card title={t("playbooks.case.title")} count={page()?.runs.length ?? 0}>
        <Show when={problem()}>
          <Notice tone="problem" isAlert>
            {problem()}
          </Notice>
        </Show>
        <For
          // By their ids: what stands open in one, or half typed, stays when the work goes on.
          each={page()?.runs.map(({ id }) => id)}
          fallback={<p class="quiet-text">{t("playbooks.case.none")}</p>}
        >
          {(id) => (
            <Show when={page()?.runs.find((run) => run.id === id)}>
              {(run) => (
                <RunCard
                  run={run()}
                  mayChange={props.mayChange}
                  onAct={(act, body, said) => onRun(run())(act, body, said)}
                />
              )}
            </Show>
          )}
        </For>
        <Show when={props.mayChange && offered().length > 0}>
          <form
            class="playbook-start"
            novalidate
            onSubmit={(event) => {
              event.preventDefault();
              const body = { playbookId: wanted(), language: currentLanguage() };
              void send(`/api/v1/desk/cases/${props.caseId}/playbooks`, body, t("playbooks.case.started"));
              setChosen(undefined);
            }}
          >
            <SelectField
              label={t("playbooks.case.choose")}
              hint={about()}
              value={wanted()}
              options={offered().map(({ id, title, isTriggered }) => ({
                value: id,
                label: title,
                group: t(isTriggered ? "playbooks.case.offered" : "playbooks.case.others"),
              }))}
              onChange={(event) => setChosen(event.currentTarget.value)}
            />
            <Button type="submit">{t("playbooks.case.start")}</Button>
          </form>
        </Show>
      </Card>
    </Show>
  );
}
