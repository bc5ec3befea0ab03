// The authority's annual report: the year's figures as they stand or as a revision froze them, each with its query; freezing, signing off, the ways out.
import { useSearchParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import {
  leastPublic,
  type ReportPage as ReportView,
  stepUpForReport,
} from "../../../backend/compliance/yearly/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords, wordsLanguages } from "../../platform/words.ts";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard, type StepOffer } from "../../shell/authority/step-card.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import "../committee/committee.css";
import { useYear, YearPicker } from "../committee/year-picker.tsx";
import { FigureList } from "./figure-list.tsx";
import "./yearly.css";

const root = "/api/v1/office/reports";

export function ReportPage(): JSX.Element {
  const t = useWords();
  const { year, goTo } = useYear();
  const [params, setParams] = useSearchParams<{ revision?: string }>();
  const revision = (): string => (/^\d{1,4}$/.test(params.revision ?? "") ? (params.revision ?? "") : "");
  const read = createReadPage<ReportView>(
    () => `${root}/${year()}${revision() === "" ? "" : `?revision=${revision()}`}`,
  );
  const show = (wanted: number | undefined): void =>
    setParams({ revision: wanted === undefined ? null : String(wanted) });
  return (
    <main class="page people-page">
      <header class="committee-head">
        <div>
          <h1>{t("yearly.report_of", { year: String(year()) })}</h1>
          <p class="quiet-text">{t("yearly.lead")}</p>
        </div>
        <YearPicker
          year={year()}
          onYear={(wanted) => {
            show(undefined);
            goTo(wanted);
          }}
        />
      </header>
      <Show when={read.problem()}>
        {(words) => (
          <Notice tone="problem" isAlert>
            {words()}
          </Notice>
        )}
      </Show>
      <Show when={read.page()} fallback={read.problem() ? null : <Skeleton lines={8} words={t("desk.loading")} />}>
        {(view) => (
          <>
            <StateCard view={view()} year={year()} onShow={show} onDone={read.reload} />
            <FigureList figures={view().figures} />
            <Card title={t("yearly.laws")} count={view().laws.length}>
              <Show when={view().laws.length > 0} fallback={<p class="quiet-text">{t("yearly.nothing")}</p>}>
                <ul class="id-rows">
                  <For each={view().laws}>
                    {(law) => (
                      <li>
                        <div>
                          <p class="id-name">{law.title[currentLanguage()]}</p>
                          <p class="committee-under">
                            {law.id} {law.version} · SHA-256 {law.sha256.slice(0, 24)}…
                          </p>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Show>
            </Card>
          </>
        )}
      </Show>
    </main>
  );
}

/** Which revision is shown, what can be done with it, and its documents. */
function StateCard(props: {
  view: ReportView;
  year: number;
  onShow: (revision: number | undefined) => void;
  onDone: () => Promise<void>;
}): JSX.Element {
  const t = useWords();
  const isShown = (revision: number | undefined): boolean => props.view.shown?.revision === revision;
  const offers = (): StepOffer[] => {
    const { shown, can, revisions } = props.view;
    if (shown) {
      const { id, sha256 } = shown;
      const note = <p class="quiet-text">{t("yearly.publish_note", { least: leastPublic })}</p>;
      const binding = stepUpForReport.publish(id, sha256);
      return can.publish ? [{ kind: "publish", label: t("yearly.publish"), fields: [], binding, note }] : [];
    }
    if (!can.freeze) return [];
    const isFirst = revisions.length === 0;
    return [
      {
        kind: "freeze",
        label: t(isFirst ? "yearly.freeze" : "yearly.freeze_again"),
        fields: isFirst ? [] : [{ name: "reason", kind: "long" }],
        note: <p class="quiet-text">{t("yearly.freeze_note")}</p>,
      },
    ];
  };
  const run = async (kind: string, body: Record<string, unknown>): Promise<void> => {
    const { year, view, onDone, onShow } = props;
    if (kind === "publish") {
      await apiPost(`/api/v1/office/report-revisions/${view.shown?.id ?? ""}/publish`, {});
      showToast({ text: t("yearly.published_toast") });
      await onDone();
      return;
    }
    const made = await apiPost<{ revision: number }>(`${root}/${year}/freeze`, body);
    showToast({ text: t("yearly.frozen_toast", { revision: made.revision }) });
    onShow(made.revision);
  };
  const query = (): Record<string, string | number> => ({
    year: props.year,
    ...(props.view.shown ? { revision: props.view.shown.revision } : {}),
  });
  const print = (language: string): string => {
    const shown = props.view.shown;
    return `${root}/${props.year}/print?language=${language}${shown ? `&revision=${shown.revision}` : ""}`;
  };
  return (
    <>
      <Card
        title={t("yearly.revisions")}
        count={props.view.revisions.length}
        aside={<ExportMenu list={`${root}/export`} query={query()} />}
      >
        <div class="yearly-revisions">
          <Button
            isSmall
            look={isShown(undefined) ? "main" : "plain"}
            aria-pressed={isShown(undefined)}
            onClick={() => props.onShow(undefined)}
          >
            {t("yearly.live")}
          </Button>
          <For each={props.view.revisions}>
            {(one) => (
              <Button
                isSmall
                look={isShown(one.revision) ? "main" : "plain"}
                aria-pressed={isShown(one.revision)}
                onClick={() => props.onShow(one.revision)}
              >
                {t("yearly.revision", { revision: one.revision })}
              </Button>
            )}
          </For>
        </div>
        <Show
          when={props.view.shown}
          fallback={
            <Show when={props.view.revisions.length === 0}>
              <p class="quiet-text">{t("yearly.no_revision")}</p>
            </Show>
          }
        >
          {(shown) => (
            <>
              <p>
                {t("yearly.frozen_by", { name: shown().frozenBy, at: formatInstant(shown().frozenAt) })}{" "}
                <Tag tone={shown().publishedAt ? "low" : "plain"}>
                  {shown().publishedAt
                    ? t("yearly.published_at", { at: formatInstant(shown().publishedAt ?? "") })
                    : t("yearly.not_published")}
                </Tag>
              </p>
              <Show when={shown().reason}>{(reason) => <p>{t("yearly.print.reason", { reason: reason() })}</p>}</Show>
              <p class="committee-query">SHA-256 {shown().sha256}</p>
            </>
          )}
        </Show>
        <p class="committee-acts">
          <For each={wordsLanguages}>
            {(language) => (
              <a href={print(language)} rel="external" target="_self" download="">
                {t("yearly.pdf")} ({t(`common.language.${language}`)})
              </a>
            )}
          </For>
        </p>
      </Card>
      <Show when={offers().length > 0}>
        <StepCard asks="proceeding" title={offers()[0]?.label ?? ""} offers={offers()} run={run} />
      </Show>
    </>
  );
}
