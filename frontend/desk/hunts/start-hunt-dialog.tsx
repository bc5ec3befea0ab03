// Asks what to look for in everything stored: a value, a list that is in force, or a rule.
import { createSignal, type JSX, onMount, Show } from "solid-js";
import type { FeedView } from "../../../backend/triage/feeds/model.ts";
import type { HuntFor } from "../../../backend/triage/hunt/model.ts";
import { Dialog, DialogButtons } from "../../parts/dialog/dialog.tsx";
import { SelectField, TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { ApiProblem, apiGet, apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";

const kinds = ["value", "list", "rule"] as const;
const spans = ["", "30", "90", "365"] as const;

export function StartHuntDialog(props: {
  begin?: HuntFor | undefined;
  feeds: FeedView[];
  onClose: () => void;
  onStarted: (huntId: string) => void;
}): JSX.Element {
  const t = useWords();
  const [kind, setKind] = createSignal<HuntFor["kind"]>(props.begin?.kind ?? "value");
  const [value, setValue] = createSignal(props.begin?.kind === "value" ? props.begin.value : "");
  const [feedId, setFeedId] = createSignal(props.begin?.kind === "list" ? props.begin.feedId : "");
  const [ruleId, setRuleId] = createSignal(props.begin?.kind === "rule" ? props.begin.ruleId : "");
  const [span, setSpan] = createSignal("");
  const [rules, setRules] = createSignal<{ id: string; title: string }[]>([]);
  const [isBusy, setBusy] = createSignal(false);
  const [wrong, setWrong] = createSignal<string>();
  const [problem, setProblem] = createSignal<string>();
  const lists = () =>
    props.feeds.flatMap((feed) => {
      const edition = feed.imports.find((one) => one.id === feed.activeImport);
      return edition && edition.format !== "warninglist" ? [{ value: feed.id, label: edition.title }] : [];
    });
  const loadRules = async (): Promise<void> => {
    try {
      setRules((await apiGet<{ rows: { id: string; title: string }[] }>("/api/v1/rules", { limit: 500 })).rows);
    } catch {
      // Without the list of rules values and lists can still be looked for.
    }
  };
  onMount(() => void loadRules());
  const what = (): HuntFor | undefined => {
    if (kind() === "value") return value().trim() === "" ? undefined : { kind: "value", value: value().trim() };
    if (kind() === "list") return feedId() === "" ? undefined : { kind: "list", feedId: feedId() };
    return ruleId() === "" ? undefined : { kind: "rule", ruleId: ruleId() };
  };
  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const wanted = what();
    setProblem(undefined);
    if (wanted === undefined) {
      setWrong(t(`hunts.expected.${kind()}`));
      return;
    }
    setBusy(true);
    try {
      const sinceDays = span() === "" ? {} : { sinceDays: Number(span()) };
      props.onStarted((await apiPost<{ id: string }>("/api/v1/hunts", { what: wanted, ...sinceDays })).id);
    } catch (error) {
      if (error instanceof ApiProblem && error.fields.some((field) => field.path.startsWith("what")))
        setWrong(t(`hunts.expected.${kind()}`));
      else setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog isOpen onClose={() => props.onClose()} title={t("hunts.start")} description={t("hunts.start_hint")}>
      <form onSubmit={(event) => void submit(event)} novalidate>
        <Show when={problem()}>
          {(words) => (
            <Notice tone="problem" isAlert>
              {words()}
            </Notice>
          )}
        </Show>
        <SelectField
          label={t("hunts.look_for")}
          value={kind()}
          options={kinds.map((one) => ({ value: one, label: t(`hunts.kind.${one}`) }))}
          onChange={(event) => {
            setKind(kinds.find((one) => one === event.currentTarget.value) ?? "value");
            setWrong(undefined);
          }}
        />
        <Show when={kind() === "value"}>
          <TextField
            label={t("hunts.value")}
            hint={t("hunts.value_hint")}
            value={value()}
            error={wrong()}
            autofocus
            spellcheck={false}
            onInput={(event) => {
              setValue(event.currentTarget.value);
              setWrong(undefined);
            }}
          />
        </Show>
        <Show when={kind() === "list"}>
          <SelectField
            label={t("hunts.list")}
            value={feedId()}
            error={wrong()}
            options={[{ value: "", label: t("hunts.choose") }, ...lists()]}
            onChange={(event) => setFeedId(event.currentTarget.value)}
          />
        </Show>
        <Show when={kind() === "rule"}>
          <SelectField
            label={t("hunts.rule")}
            value={ruleId()}
            error={wrong()}
            options={[
              { value: "", label: t("hunts.choose") },
              ...rules().map(({ id, title }) => ({ value: id, label: title })),
            ]}
            onChange={(event) => setRuleId(event.currentTarget.value)}
          />
        </Show>
        <SelectField
          label={t("hunts.span")}
          value={span()}
          options={spans.map((one) => ({
            value: one,
            label: t(one === "" ? "hunts.span.all" : "hunts.span.days", { days: one }),
          }))}
          onChange={(event) => setSpan(event.currentTarget.value)}
        />
        <DialogButtons act={t("hunts.begin")} isBusy={isBusy()} onCancel={() => props.onClose()} />
      </form>
    </Dialog>
  );
}
