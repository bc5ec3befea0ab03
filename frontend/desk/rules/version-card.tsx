// One version of a rule: in words, as written, or against another version; with the samples that it must hit and must not.
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import type { RulePage, RuleSample, VersionView } from "../../../backend/triage/rules/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { DiffView } from "./diff-view.tsx";
import { RuleInWords } from "./rule-in-words.tsx";

const views = ["words", "text", "changes", "samples"] as const;

export function VersionCard(props: { rule: RulePage }): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal<number>();
  const [other, setOther] = createSignal<number>();
  const [view, setView] = createSignal<(typeof views)[number]>("words");
  const [problem, setProblem] = createSignal<string>();
  const [loaded, setLoaded] = createSignal<Record<number, VersionView>>({});
  const version = () => chosen() ?? props.rule.versions[0]?.version;
  // Compared with the one before it unless another is chosen.
  const against = () => other() ?? props.rule.versions.find((one) => one.version < (version() ?? 0))?.version;
  const shown = () => loaded()[version() ?? 0];
  const compared = () => loaded()[against() ?? 0];
  const need = async (wanted: number | undefined): Promise<void> => {
    if (wanted === undefined || loaded()[wanted]) return;
    try {
      const answer = await apiGet<VersionView>(`/api/v1/rules/${props.rule.id}/versions/${wanted}`);
      setLoaded((all) => ({ ...all, [wanted]: answer }));
      setProblem(undefined);
    } catch (error) {
      setProblem(describeProblem(error));
    }
  };
  createEffect(on(version, (wanted) => void need(wanted)));
  createEffect(on([view, against], ([name, wanted]) => name === "changes" && void need(wanted)));
  const options = () =>
    props.rule.versions.map((one) => ({
      value: String(one.version),
      label: `${t("rules.version_line", { version: one.version, time: formatInstant(one.createdAt) })}${one.version === props.rule.activeVersion ? ` · ${t("rules.in_force")}` : ""}`,
    }));
  return (
    <Card
      title={t("rules.text_of")}
      aside={
        <div class="verdicts" role="group" aria-label={t("rules.view")}>
          <For each={views}>
            {(name) => (
              <Button isSmall look="quiet" aria-pressed={view() === name} onClick={() => setView(name)}>
                {t(`rules.view.${name}`)}
              </Button>
            )}
          </For>
        </div>
      }
    >
      <Show when={version() !== undefined} fallback={<p class="quiet-text">{t("rules.no_version")}</p>}>
        <div class="list-filters">
          <SelectField
            label={t("rules.version")}
            value={String(version())}
            options={options()}
            onChange={(event) => setChosen(Number(event.currentTarget.value))}
          />
          <Show when={view() === "changes" && props.rule.versions.length > 1}>
            <SelectField
              label={t("rules.against")}
              value={String(against() ?? "")}
              options={options().filter((option) => option.value !== String(version()))}
              onChange={(event) => setOther(Number(event.currentTarget.value))}
            />
          </Show>
        </div>
        <Show when={problem()}>
          <p class="field-error">{problem()}</p>
        </Show>
        <Show
          when={shown()}
          fallback={<Show when={!problem()}>{<Skeleton lines={5} words={t("desk.loading")} />}</Show>}
        >
          {(one) => (
            <>
              <Show when={one().note}>{(note) => <p class="small-text">{t("desk.quote", { text: note() })}</p>}</Show>
              <p class="quiet-text small-text">
                {[one().author, one().licence, ...one().writtenBy.map(({ name }) => name)]
                  .filter((part) => part !== "")
                  .join(" · ")}{" "}
                · <span class="mono hash">SHA-256 {one().sha256.slice(0, 16)}…</span>
              </p>
              <Show when={view() === "words"}>
                <p>{one().description}</p>
                <RuleInWords kind={props.rule.kind} source={one().source} />
              </Show>
              <Show when={view() === "text"}>
                <pre class="source-shown" tabindex="0">
                  {one().source}
                </pre>
              </Show>
              <Show when={view() === "changes"}>
                <Show when={compared()} fallback={<p class="quiet-text">{t("rules.no_other_version")}</p>}>
                  {(before) => <DiffView before={before().source} after={one().source} />}
                </Show>
              </Show>
              <Show when={view() === "samples"}>
                <SamplesList samples={one().samples} />
              </Show>
            </>
          )}
        </Show>
      </Show>
    </Card>
  );
}

export function SamplesList(props: { samples: readonly RuleSample[] }): JSX.Element {
  const t = useWords();
  return (
    <ul class="entries">
      <For each={props.samples} fallback={<li class="quiet-text">{t("rules.no_samples")}</li>}>
        {(sample) => (
          <li class="entry">
            <div class="entry-words">
              <p>
                <b class="mono">{sample.name}</b>{" "}
                <Tag tone={sample.expects === "hit" ? "high" : "low"}>{t(`rules.sample.${sample.expects}`)}</Tag>
              </p>
              <pre class="source-shown sample-shown" tabindex="0">
                {sample.encoding === "base64" ? t("rules.sample.base64") : sample.content.slice(0, 2_000)}
              </pre>
            </div>
          </li>
        )}
      </For>
    </ul>
  );
}
