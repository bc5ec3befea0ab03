// The case's reports, who sees it, and what was found and seen in all of them together.
import { A } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import type { CasePage } from "../../../backend/reporting/model.ts";
import { AudienceCard } from "../access/audience-card.tsx";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { showToast } from "../../parts/toast/toast.tsx";
import { SeverityTag } from "../../parts/severity/severity.tsx";
import { formatInstant } from "../../platform/format.ts";
import { hasWords, loadRoom, useWords } from "../../platform/words.ts";
import { LessonDialog } from "../../shell/areas/lesson-dialog.tsx";
import { can } from "../../shell/session.ts";
import { defang, defangText } from "../data/defang.ts";
import { titleOf } from "../report/say-finding.ts";

export function CaseReportsCard(props: { page: CasePage; onLeave: (reportId: string) => void }): JSX.Element {
  const t = useWords();
  return (
    <Card
      title={t("desk.case.reports")}
      count={props.page.reports.length}
      aside={
        <Show when={can("lesson.write") && !props.page.isRestricted}>
          <LessonButton caseId={props.page.id} />
        </Show>
      }
    >
      <ul class="side-list">
        <For each={props.page.reports} fallback={<li class="quiet-text">{t("desk.case.no_reports")}</li>}>
          {(report) => (
            <li class="case-report">
              <div>
                <A href={`/reports/${report.id}?view=in_case`}>{report.reference}</A>{" "}
                <SeverityTag of={report.severity} />
                <p lang={report.language} dir="auto">
                  {defangText(report.title)}
                </p>
                <p class="quiet-text small-text">
                  {t("desk.case.joined", {
                    time: formatInstant(report.joinedAt),
                    name: report.joinedBy?.name ?? t("desk.talk.machine"),
                  })}
                </p>
              </div>
              <Show when={props.page.can.join}>
                <Button isSmall look="quiet" onClick={() => props.onLeave(report.id)}>
                  {t("desk.case.take_out")}
                </Button>
              </Show>
            </li>
          )}
        </For>
      </ul>
      <p>
        <A href={`/talking?case=${props.page.id}`}>{t("desk.go.talking")}</A>
      </p>
    </Card>
  );
}

function LessonButton(props: { caseId: string }): JSX.Element {
  const t = useWords();
  void loadRoom("areas");
  const [isOpen, setOpen] = createSignal(false);
  return (
    <>
      <Button isSmall look="quiet" onClick={() => setOpen(true)}>
        {t("areas.lessons.write")}
      </Button>
      <Show when={isOpen()}>
        <LessonDialog
          caseId={props.caseId}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            showToast({ text: t("areas.lessons.handed_in") });
          }}
        />
      </Show>
    </>
  );
}

export function CaseAudienceCard(props: { page: CasePage; onChanged: () => void }): JSX.Element {
  return (
    <AudienceCard
      of={{ object: "case", id: props.page.id, marking: props.page.marking, pap: props.page.pap }}
      isRestricted={props.page.isRestricted}
      onChanged={() => props.onChanged()}
    />
  );
}

export function CaseFindingsCard(props: { page: CasePage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.case.findings")} count={props.page.findings.length}>
      <ul class="side-list">
        <For each={props.page.findings} fallback={<li class="quiet-text small-text">{t("desk.findings.none")}</li>}>
          {(finding) => (
            <li>
              <b>{titleOf(t, finding)}</b>
              <p class="quiet-text small-text">
                {t(`desk.engine.${finding.engine}`)} · {t("desk.join.reports", { count: finding.reports })}
              </p>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

export function CaseValuesCard(props: { page: CasePage }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("desk.case.values")} count={props.page.observables.length}>
      <ul class="side-list">
        <For
          each={props.page.observables.slice(0, 40)}
          fallback={<li class="quiet-text small-text">{t("desk.observables.none")}</li>}
        >
          {(one) => (
            <li>
              <code class="value">{defang(one.kind, one.value)}</code>
              <p class="quiet-text small-text">
                {t(`desk.kind.${one.kind}`)}
                <Show when={one.reports > 0}> · {t("desk.join.reports", { count: one.reports })}</Show>
                <Show when={one.artefacts.length > 0 && hasWords("artefacts.from_artefact")}>
                  {" "}
                  · {t("artefacts.from_artefact", { reference: one.artefacts.join(", ") })}
                </Show>
              </p>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
