// The rule editor: problems as one types, the rule in words beside, samples to try it on; saved as a draft, then put to the test.
import { A, useNavigate, useParams, useSearchParams } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import { type RuleKind, ruleKinds, type RulePage, type RuleSample } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiGet, apiPost, apiPut } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { keyName, offerActs } from "../../shell/keys.ts";
import { beginText } from "./begin-text.ts";
import { createCheck } from "./check-as-typed.ts";
import { ProblemsList } from "./problems-list.tsx";
import { RulesNav } from "./rules-nav.tsx";
import { bytesOf, SamplesEditor } from "./samples-editor.tsx";
import { SourceBox, type SourceBoxHandle } from "./source-box.tsx";
import { TryCard, type Tried } from "./try-card.tsx";
import { TookTooLong } from "./work/ask-worker.ts";
import { WordsList } from "./explain/words-list.tsx";
import "../../shell/lists/lists.css";
import "../report/report.css";
import "./rules.css";

export function EditPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id?: string }>();
  const navigate = useNavigate();
  const [search] = useSearchParams<{ kind?: string }>();
  const [kind, setKind] = createSignal<RuleKind>("sigma");
  const [source, setSource] = createSignal("");
  const [samples, setSamples] = createSignal<RuleSample[]>([]);
  const [note, setNote] = createSignal("");
  const [draftVersion, setDraftVersion] = createSignal<number>();
  const [isReady, setReady] = createSignal(false);
  const [isBusy, setBusy] = createSignal(false);
  const [isChanged, setChanged] = createSignal(false);
  const [problem, setProblem] = createSignal<string>();
  const [tried, setTried] = createSignal<Tried>();
  const { checked, worker } = createCheck(kind, source);
  let box: SourceBoxHandle | undefined;

  const load = async (id: string): Promise<void> => {
    try {
      const rule = await apiGet<RulePage>(`/api/v1/rules/${id}`);
      if (!rule.draft) {
        navigate(`/rules/${id}`, { replace: true });
        return;
      }
      setKind(rule.kind);
      setSource(rule.draft.source);
      setSamples(rule.draft.samples);
      setNote(rule.draft.note);
      setDraftVersion(rule.draft.version);
      setReady(true);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  createEffect(
    on(
      () => params.id,
      (id) => {
        if (id !== undefined) {
          // The address of a draft that was just saved for the first time: what stands here is it.
          if (draftVersion() === undefined) void load(id);
          return;
        }
        const wanted = ruleKinds.find((one) => one === search.kind) ?? "sigma";
        setKind(wanted);
        setSource(beginText(wanted, new Date().toISOString().slice(0, 10)));
        setReady(true);
      },
    ),
  );
  const edit =
    <Value,>(set: (value: Value) => void) =>
    (value: Value): void => {
      setChanged(true);
      set(value);
    };

  /** Returns the rule's id, or nothing where it was refused. */
  const save = async (): Promise<string | undefined> => {
    setBusy(true);
    setProblem(undefined);
    const body = { source: source(), samples: samples(), note: note().trim() };
    try {
      const version = draftVersion();
      if (params.id !== undefined && version !== undefined) {
        const saved = await apiPut<{ draftVersion: number }>(`/api/v1/rules/${params.id}/draft`, { version, ...body });
        setDraftVersion(saved.draftVersion);
        setChanged(false);
        return params.id;
      }
      const made = await apiPost<{ id: string; draftVersion: number }>("/api/v1/rules", { kind: kind(), ...body });
      setDraftVersion(made.draftVersion);
      setChanged(false);
      navigate(`/rules/${made.id}/edit`, { replace: true });
      return made.id;
    } catch (error) {
      setProblem(describeProblem(error));
      return undefined;
    } finally {
      setBusy(false);
    }
  };
  const saveAndSay = async (): Promise<void> => {
    if ((await save()) !== undefined) showToast({ text: t("rules.done.save") });
  };
  const submit = async (): Promise<void> => {
    const id = isChanged() || params.id === undefined ? await save() : params.id;
    if (id === undefined) return;
    try {
      await apiPost(`/api/v1/rules/${id}/submit`, { version: draftVersion() });
      showToast({ text: t("rules.done.submit") });
      navigate(`/rules/${id}`);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  const tryOn = async (sample: RuleSample): Promise<void> => {
    const ofKind = kind();
    if (ofKind === "indicator") return;
    const begun: Tried = { name: sample.name, expects: sample.expects };
    setTried(begun);
    try {
      const answer = await worker.ask({
        act: "try",
        kind: ofKind,
        source: source(),
        name: sample.name,
        content: bytesOf(sample),
      });
      setTried({ ...begun, answer });
    } catch (error) {
      const words = error instanceof TookTooLong ? t("rules.edit.too_long") : describeProblem(error);
      setTried({ ...begun, problem: words });
    }
  };
  offerActs(() => [
    {
      id: "save_rule",
      label: () => t("rules.edit.save"),
      group: () => t("rules.one"),
      keys: ["mod+KeyS"],
      run: () => void saveAndSay(),
    },
  ]);
  const isCurrent = () => checked()?.source === source();
  const problems = () => checked()?.problems ?? [];
  return (
    <main class="report rule-page edit-page">
      <RulesNav />
      <Show when={params.id} fallback={<A href="/rules">{t("desk.back")}</A>}>
        {(id) => <A href={`/rules/${id()}`}>{t("rules.edit.back")}</A>}
      </Show>
      <h1>{t(params.id ? "rules.edit.title" : `rules.new_${kind()}`)}</h1>
      <Show when={problem()}>
        <Notice tone="problem" isAlert>
          {problem()}
        </Notice>
      </Show>
      <Show
        when={isReady()}
        fallback={<Show when={!problem()}>{<Skeleton lines={8} words={t("desk.loading")} />}</Show>}
      >
        <div class="acts" role="toolbar" aria-label={t("rules.acts_label")}>
          <Button
            look="main"
            hint={keyName(["mod+KeyS"])}
            isBusy={isBusy()}
            disabled={isBusy()}
            onClick={() => void saveAndSay()}
          >
            {t("rules.edit.save")}
          </Button>
          <Button disabled={isBusy() || problems().length > 0} onClick={() => void submit()}>
            {t("rules.do.submit")}
          </Button>
          <span class="quiet-text small-text" role="status">
            {isChanged() ? t("rules.edit.not_saved") : draftVersion() === undefined ? "" : t("rules.edit.saved")}
          </span>
        </div>
        <div class="edit-columns">
          <div class="report-main">
            <Card title={t(`rules.kind.${kind()}`)}>
              <SourceBox
                value={source()}
                problems={isCurrent() ? problems() : []}
                onInput={edit(setSource)}
                handle={(handle) => (box = handle)}
              />
              <ProblemsList
                checked={checked()}
                isCurrent={isCurrent()}
                onGo={(line, column) => box?.goTo(line, column)}
              />
              <TextField
                label={t("rules.edit.note")}
                hint={t("rules.edit.note_hint")}
                value={note()}
                maxLength={2000}
                onInput={(event) => edit(setNote)(event.currentTarget.value)}
              />
            </Card>
            <Card title={t("rules.view.samples")} count={samples().length}>
              <p class="quiet-text small-text">{t(`rules.sample.hint_${kind()}`)}</p>
              <SamplesEditor
                samples={samples()}
                onChange={edit(setSamples)}
                onTry={kind() === "indicator" ? undefined : (sample) => void tryOn(sample)}
              />
            </Card>
          </div>
          <div class="report-main">
            <Show when={kind() !== "indicator"}>
              <TryCard tried={tried()} />
            </Show>
            <Card title={t("rules.view.words")}>
              <For
                each={checked()?.said ?? []}
                fallback={
                  <p class="quiet-text">{t(kind() === "indicator" ? "rules.list_in_words" : "rules.edit.no_words")}</p>
                }
              >
                {(one) => (
                  <section class="said-rule">
                    <Show when={one.title}>
                      <h3>{one.title}</h3>
                    </Show>
                    <WordsList words={one.words} />
                  </section>
                )}
              </For>
            </Card>
          </div>
        </div>
      </Show>
    </main>
  );
}
