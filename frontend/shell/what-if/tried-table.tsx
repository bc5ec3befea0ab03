// Who would have been late, case by case: under the law in force and under the draft, and by how much.
import { For, type JSX, Show } from "solid-js";
import type { TriedDraft } from "../../../backend/compliance/what-if/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { formatInstant } from "../../platform/format.ts";
import { useWords, type Words } from "../../platform/words.ts";

type Verdict = TriedDraft["cases"][number]["outcomes"][number]["law"];

const columns = ["id", "who", "startedAt", "submittedAt", "law", "draft"] as const;

/** "late by 2 hours", "on time", or that nothing can be said. */
function sayVerdict(t: Words, { isLate, lateMinutes }: Verdict): string {
  if (isLate === null) return t("whatif.no_say");
  if (!isLate || lateMinutes === null) return t(isLate ? "whatif.late" : "whatif.on_time");
  const [unit, count] =
    lateMinutes >= 2 * 1440
      ? (["days", Math.floor(lateMinutes / 1440)] as const)
      : lateMinutes >= 120
        ? (["hours", Math.floor(lateMinutes / 60)] as const)
        : (["minutes", lateMinutes] as const);
  return t("whatif.late_by", { time: t("duties.period", { unit, count }) });
}

export function TriedTable(props: { tried: TriedDraft; onSave: () => void }): JSX.Element {
  const t = useWords();
  const rows = () =>
    props.tried.cases.flatMap(({ id, who, outcomes }) => outcomes.map((outcome) => ({ id, who, ...outcome })));
  const sum = (key: "lateUnderLaw" | "lateUnderDraft"): number =>
    props.tried.stages.reduce((all, stage) => all + stage[key], 0);
  return (
    <Card
      title={t("whatif.result")}
      count={sum("lateUnderDraft")}
      aside={
        <Show when={rows().length > 0}>
          <Button isSmall onClick={() => props.onSave()}>
            {t("whatif.export")}
          </Button>
        </Show>
      }
    >
      <Show when={rows().length > 0} fallback={<Empty title={t("whatif.none")} text={t("whatif.none.text")} />}>
        <p aria-live="polite">
          {t("whatif.sum", {
            incidents: rows().length,
            law: sum("lateUnderLaw"),
            draft: sum("lateUnderDraft"),
          })}
        </p>
        <p class="quiet-text small-text">{t("whatif.binding")}</p>
        <section class="what-if-table" tabindex={0} aria-label={t("whatif.table")}>
          <table>
            <thead>
              <tr>
                <For each={columns}>{(name) => <th scope="col">{t(`whatif.column.${name}`)}</th>}</For>
              </tr>
            </thead>
            <tbody>
              <For each={rows()}>
                {(row) => (
                  <tr>
                    <th scope="row" class="figures">
                      {row.id}
                    </th>
                    <td>{row.who ?? "–"}</td>
                    <td class="figures">{row.startedAt === null ? "–" : formatInstant(row.startedAt)}</td>
                    <td class="figures">
                      {row.submittedAt === null ? t("whatif.never") : formatInstant(row.submittedAt)}
                    </td>
                    <VerdictCell verdict={row.law} />
                    <VerdictCell verdict={row.draft} />
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </section>
      </Show>
    </Card>
  );
}

function VerdictCell(props: { verdict: Verdict }): JSX.Element {
  const t = useWords();
  return (
    <td>
      <Tag tone={props.verdict.isLate === null ? "plain" : props.verdict.isLate ? "high" : "low"}>
        {sayVerdict(t, props.verdict)}
      </Tag>
      <Show when={props.verdict.due}>
        {(due) => <p class="small-text quiet-text figures">{formatInstant(due())}</p>}
      </Show>
    </td>
  );
}
