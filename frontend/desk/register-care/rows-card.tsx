// The rows of an import by pages: verdict or result, what changes, what was expected, and the decision about a possible duplicate.
import { A } from "@solidjs/router";
import { createEffect, createSignal, For, type JSX, on, Show } from "solid-js";
import {
  type DecideRow,
  type ImportRowView,
  type ImportView,
  outcomes,
  type PlannedChange,
  undoOutcomes,
  verdicts,
} from "../../../backend/registry/imports/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { SelectField } from "../../parts/field/field.tsx";
import { Tag, type Tone } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { hasWords, useWords, type Words } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { createPages } from "../../shell/lists/create-pages.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";

const tones: Record<string, Tone> = {
  new: "low",
  created: "low",
  change: "indigo",
  changed: "indigo",
  duplicate: "medium",
  error: "critical",
  failed: "critical",
  kept: "medium",
};

type Filter = { verdict?: string; outcome?: string; undo?: string };

/** What can be shown, by where the import stands: what rows would do, did, or how the undo went. */
function filtersOf(view: ImportView): {
  name: keyof Filter;
  values: readonly string[];
  counts: Record<string, number>;
} {
  if (view.state === "preview") return { name: "verdict", values: verdicts, counts: view.counts.verdicts };
  if (view.state === "undone") return { name: "undo", values: undoOutcomes, counts: view.counts.undone };
  return { name: "outcome", values: outcomes, counts: view.counts.outcomes };
}

const roomOf = { verdict: "verdict", outcome: "outcome", undo: "undo" } as const;

export function RowsCard(props: { view: ImportView; onDecided: () => void }): JSX.Element {
  const t = useWords();
  const [chosen, setChosen] = createSignal("");
  const filters = () => filtersOf(props.view);
  const query = (): Filter => (chosen() === "" ? {} : { [filters().name]: chosen() });
  createEffect(
    on(
      () => filters().name,
      () => setChosen(""),
    ),
  );
  const list = createPages<ImportRowView>(`/api/v1/registry/imports/${props.view.id}/rows`, () => ({
    ...query(),
  }));
  // The rows are other ones when the mapping was changed, the run ended or the undo is through.
  createEffect(
    on(
      () => `${props.view.version} ${props.view.state}`,
      () => list.again(),
      { defer: true },
    ),
  );
  return (
    <Card
      title={t("imports.rows")}
      count={props.view.counts.rows}
      aside={<ExportMenu list={`/api/v1/registry/imports/${props.view.id}/export`} query={{ ...query() }} />}
    >
      <SelectField
        label={t("imports.filter")}
        value={chosen()}
        options={[
          { value: "", label: t("imports.all_rows", { count: formatNumber(props.view.counts.rows) }) },
          ...filters()
            .values.filter((value) => (filters().counts[value] ?? 0) > 0)
            .map((value) => ({
              value,
              label: `${t(`imports.${roomOf[filters().name]}.${value}`)} (${formatNumber(filters().counts[value] ?? 0)})`,
            })),
        ]}
        onChange={(event) => setChosen(event.currentTarget.value)}
      />
      <Show when={list.state() === "failed"}>
        <Notice tone="problem" isAlert>
          {list.problem()}
        </Notice>
      </Show>
      <ul class="care-lines">
        <For each={list.rows()} fallback={<li class="quiet-text">{t("imports.no_rows")}</li>}>
          {(row) => (
            <Line
              row={row}
              view={props.view}
              onDecided={() => {
                list.again();
                props.onDecided();
              }}
            />
          )}
        </For>
      </ul>
      <Show when={list.hasMore()}>
        <Button onClick={() => list.more()}>{t("desk.more_rows")}</Button>
      </Show>
    </Card>
  );
}

function Line(props: { row: ImportRowView; view: ImportView; onDecided: () => void }): JSX.Element {
  const t = useWords();
  const nameAt = () => Object.entries(props.view.mapping).find(([, field]) => field === "name")?.[0];
  const title = () =>
    (nameAt() === undefined ? "" : props.row.cells[Number(nameAt())]) ||
    props.row.findings.target?.name ||
    props.row.cells.find((cell) => cell !== "") ||
    "—";
  const shown = () =>
    props.row.undo
      ? { word: `imports.undo.${props.row.undo}`, tone: tones[props.row.undo] }
      : props.row.outcome === "pending"
        ? { word: `imports.verdict.${props.row.verdict}`, tone: tones[props.row.verdict] }
        : { word: `imports.outcome.${props.row.outcome}`, tone: tones[props.row.outcome] };
  const decide = async (said: Omit<DecideRow, "line">): Promise<void> => {
    try {
      await apiPost(`/api/v1/registry/imports/${props.view.id}/rows`, { line: props.row.line, ...said });
      props.onDecided();
    } catch (error) {
      tellProblem(error);
    }
  };
  const isOpen = () => props.view.state === "preview";
  return (
    <li data-line={props.row.line}>
      <p class="care-line-head">
        <span class="figures quiet-text">
          {t("imports.line")} {props.row.line}
        </span>
        <b dir="auto">{title()}</b>
        <Tag tone={shown().tone ?? "plain"}>{t(shown().word)}</Tag>
        <Show when={props.row.findings.sameAsLine}>
          {(line) => <span class="quiet-text">{t("imports.same_line", { line: line() })}</span>}
        </Show>
        <Show when={props.row.constituentId ?? props.row.findings.target?.id}>
          {(id) => (
            <Show when={props.row.undo !== "removed"}>
              <A href={`/directory/${id()}`}>{t("imports.target")}</A>
            </Show>
          )}
        </Show>
      </p>
      <For each={props.row.findings.problems}>
        {({ field, code, value, about }) => (
          <p class="care-problem">
            <b>{t(`imports.field.${field}`)}</b> — {t(`imports.expected.${code}`, { value, about: about ?? "" })}
          </p>
        )}
      </For>
      <Show when={props.row.problem && props.row.findings.problems.length === 0 ? props.row.problem : undefined}>
        {(failed) => (
          <p class="care-problem">
            {t(`imports.expected.${failed().code}`, { value: failed().about ?? "", about: failed().about ?? "" })}
          </p>
        )}
      </Show>
      <Show when={props.row.undoWhy}>{(why) => <p class="quiet-text">{t(`imports.undo_why.${why()}`)}</p>}</Show>
      <Show when={props.row.outcome !== "skipped" && !props.row.undo && props.row.findings.changes.length > 0}>
        <ul class="care-changes quiet-text">
          <For each={props.row.findings.changes}>{(change) => <li dir="auto">{sayChange(change, t)}</li>}</For>
        </ul>
      </Show>
      <Show when={isOpen() && props.row.findings.duplicates.length > 0}>
        <For each={props.row.findings.duplicates}>
          {(one) => (
            <p class="care-maybe">
              {t("imports.maybe", {
                name: one.name,
                reference: one.reference,
                reasons: one.reasons.map((reason) => t(`imports.reason.${reason}`)).join(", "),
              })}{" "}
              <Button isSmall onClick={() => void decide({ decision: "same_as", constituentId: one.constituentId })}>
                {t("imports.decide.same_as", { name: one.name })}
              </Button>
            </p>
          )}
        </For>
        <p class="care-acts">
          <Button isSmall onClick={() => void decide({ decision: "as_new" })}>
            {t("imports.decide.as_new")}
          </Button>
          <Button isSmall look="quiet" onClick={() => void decide({ decision: "skip" })}>
            {t("imports.decide.skip")}
          </Button>
        </p>
      </Show>
      <Show when={isOpen() && props.row.decision}>
        {(decision) => (
          <p class="care-acts quiet-text">
            {t(`imports.decided.${decision()}`)}
            <Button isSmall look="quiet" onClick={() => void decide({ decision: null })}>
              {t("imports.redecide")}
            </Button>
          </p>
        )}
      </Show>
    </li>
  );
}

/** "Sector: media → finance"; ids in words where they have some. */
function sayChange({ what, field, from, to }: PlannedChange, t: Words): string {
  const part =
    what === "contact"
      ? `${t("imports.part.contact")} (${hasWords(`desk.directory.role.${field}`) ? t(`desk.directory.role.${field}`) : field})`
      : what === "network"
        ? t(`desk.directory.kind.${field}`)
        : what === "service"
          ? t("imports.field.services")
          : what === "relation"
            ? t(field === "provides_for" ? "imports.field.providesFor" : "imports.field.dependsOn")
            : hasWords(`imports.fact.${field}`)
              ? t(`imports.fact.${field}`)
              : t(`imports.field.${field}`);
  const say = (value: string): string =>
    field === "sector" && hasWords(`desk.directory.sector.${value}`) ? t(`desk.directory.sector.${value}`) : value;
  return from === null
    ? t("imports.change.add", { field: part, to: say(to) })
    : t("imports.change.from_to", { field: part, from: say(from), to: say(to) });
}
