// What stands beside a report: its assessment and clocks, whom it concerns, who reported, what it is like, its values, who sees it, its history.
import type { JSX } from "solid-js";
import type { ReportPage } from "../../../backend/reporting/model.ts";
import { useWords } from "../../platform/words.ts";
import { AudienceCard } from "../access/audience-card.tsx";
import { SimilarSuggestions } from "../case/similar/similar-suggestions.tsx";
import { ClockCard } from "../service/clock-card.tsx";
import { AreaCard } from "./area-card.tsx";
import { AssessmentCard } from "./assessment-card.tsx";
import { DrawLater } from "./draw-later.tsx";
import { FactsCard } from "./facts-card.tsx";
import { MoneyCard } from "./money-card.tsx";
import { ConcernedCard, HistoryCard, ReporterCard } from "./side-cards.tsx";
import { SideColumn } from "./side-column.tsx";
import { ObservablesCard } from "./values-cards.tsx";

export function ReportSide(props: {
  page: ReportPage;
  isDefanged: boolean;
  onAssess: () => void;
  onChanged: () => void;
}): JSX.Element {
  const t = useWords();
  return (
    <SideColumn group={t("desk.keys.report")}>
      <DrawLater>
        <AssessmentCard page={props.page} onChange={() => props.onAssess()} />
        <ClockCard subject="report" id={props.page.id} stamp={`${props.page.version}${props.page.status}`} />
        <ConcernedCard page={props.page} />
        <ReporterCard page={props.page} />
        <AreaCard reportId={props.page.id} version={props.page.version} onChanged={() => props.onChanged()} />
        <MoneyCard reportId={props.page.id} version={props.page.version} />
        <SimilarSuggestions
          to={{
            kind: "report",
            id: props.page.id,
            caseId: props.page.case?.id ?? null,
            isClosed: props.page.status === "closed" || props.page.status === "rejected",
          }}
          onChanged={() => props.onChanged()}
        />
        <ObservablesCard page={props.page} isDefanged={props.isDefanged} />
        <FactsCard page={props.page} />
        <AudienceCard
          of={{ object: "report", id: props.page.id, marking: props.page.marking, pap: props.page.pap }}
          isRestricted={false}
          note={props.page.hasIdentity ? t("desk.sight.identity") : undefined}
          onChanged={() => props.onChanged()}
        />
        <HistoryCard page={props.page} />
      </DrawLater>
    </SideColumn>
  );
}
