// How much of the country the register reaches: three large shares, their line over a year, and where it is thin.
import { For, type JSX, Show } from "solid-js";
import type { Covered, QualityPage } from "../../../backend/registry/quality/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { formatNumber } from "../../platform/format.ts";
import { currentLanguage, currentLocale, useWords } from "../../platform/words.ts";

/** "62 %" as the language writes it; a dash where there is nothing to count. */
export function percentOf(part: number, whole: number): string {
  if (whole === 0) return "—";
  return new Intl.NumberFormat(currentLocale(), { style: "percent", maximumFractionDigits: 0 }).format(part / whole);
}

export function CoverageCard(props: { view: QualityPage }): JSX.Element {
  const t = useWords();
  const figures = () => props.view.figures;
  return (
    <Card title={t("quality.coverage")}>
      <div class="care-shares">
        <For each={figures().addresses}>
          {(of) => (
            <Share
              of={of}
              words={t(`quality.cover.v${of.version}`, { percent: percentOf(of.answering, of.total) })}
              base={t(`quality.cover.base.${of.base}`, { total: formatNumber(of.total) })}
            />
          )}
        </For>
        <Share
          of={figures().constituents}
          words={t("quality.cover.constituents", {
            percent: percentOf(figures().constituents.answering, figures().constituents.total),
          })}
          base={t("quality.cover.of", { total: formatNumber(figures().constituents.total) })}
        />
      </div>
      <p class="quiet-text small-text">{t("quality.cover.hint")}</p>
      <Trend days={props.view.trend} />
      <div class="care-tables">
        <Table
          title={t("quality.by_sector")}
          rows={figures().bySector.map((row) => ({ ...row, name: t(`desk.directory.sector.${row.sector}`) }))}
        />
        <Show when={figures().byArea.length > 0}>
          <Table
            title={t("quality.by_area")}
            rows={figures().byArea.map((row) => ({
              ...row,
              name: row.names[currentLanguage()] ?? row.names["en"] ?? row.areaId,
            }))}
          />
        </Show>
      </div>
    </Card>
  );
}

function Share(props: { of: Covered; words: string; base: string }): JSX.Element {
  const t = useWords();
  return (
    <div class="care-share">
      <p class="care-share-words">{props.words}</p>
      <meter min={0} max={Math.max(1, props.of.total)} value={props.of.answering} aria-label={props.words} />
      <p class="quiet-text small-text">
        {t("quality.cover.reachable", { percent: percentOf(props.of.reachable, props.of.total) })} · {props.base}
      </p>
    </div>
  );
}

/** A line of the last year: said in words, drawn beside them. */
function Trend(props: { days: QualityPage["trend"] }): JSX.Element {
  const t = useWords();
  const known = () =>
    props.days.flatMap(({ day, addresses }) => (addresses === null ? [] : [{ day, share: addresses }]));
  const points = () =>
    known()
      .map(
        ({ share }, at, all) =>
          `${((at / Math.max(1, all.length - 1)) * 300).toFixed(1)},${(58 - share * 56).toFixed(1)}`,
      )
      .join(" ");
  return (
    <Show when={known().length > 1} fallback={<p class="quiet-text small-text">{t("quality.trend.none")}</p>}>
      <figure class="care-trend">
        <svg viewBox="0 0 300 60" role="presentation" preserveAspectRatio="none">
          <polyline points={points()} />
        </svg>
        <figcaption class="small-text">
          {t("quality.trend.text", {
            first: percentOf(known()[0]?.share ?? 0, 1),
            from: known()[0]?.day ?? "",
            last: percentOf(known().at(-1)?.share ?? 0, 1),
          })}
        </figcaption>
      </figure>
    </Show>
  );
}

function Table(props: { title: string; rows: (Covered & { name: string })[] }): JSX.Element {
  const t = useWords();
  return (
    <div class="table-scroll" tabindex="0" role="region" aria-label={props.title}>
      <table class="table">
        <thead>
          <tr>
            <th scope="col">{props.title}</th>
            <th scope="col">{t("quality.column.constituents")}</th>
            <th scope="col">{t("quality.column.reachable")}</th>
            <th scope="col">{t("quality.column.answering")}</th>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr>
                <th scope="row">{row.name}</th>
                <td class="figures">{formatNumber(row.total)}</td>
                <td class="figures">{percentOf(row.reachable, row.total)}</td>
                <td class="figures">{percentOf(row.answering, row.total)}</td>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  );
}
