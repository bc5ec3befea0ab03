// What is in custody for a case, and what the case has to do with others: what may belong to it, and what was merged into it or split off.
import type { JSX } from "solid-js";
import type { CasePage } from "../../../../backend/reporting/model.ts";
import { ArtefactsCard } from "../../artefacts/artefacts-card.tsx";
import { OldWorkCard } from "../../old-work/old-work-card.tsx";
import { TransfersCard } from "../../transfer/transfers-card.tsx";
import { EvidenceCard } from "../evidence/evidence-card.tsx";
import { SimilarSuggestions } from "../similar/similar-suggestions.tsx";
import { MergesCard } from "./merges-card.tsx";

export function LinksCards(props: { page: CasePage; onChanged: () => void }): JSX.Element {
  return (
    <>
      <EvidenceCard caseId={props.page.id} />
      <ArtefactsCard caseId={props.page.id} />
      <TransfersCard caseId={props.page.id} reference={props.page.reference} />
      <OldWorkCard caseId={props.page.id} />
      <SimilarSuggestions
        to={{ kind: "case", id: props.page.id, caseId: props.page.id, isClosed: props.page.status === "closed" }}
        onChanged={() => props.onChanged()}
      />
      <MergesCard caseId={props.page.id} version={props.page.version} onChanged={() => props.onChanged()} />
    </>
  );
}
