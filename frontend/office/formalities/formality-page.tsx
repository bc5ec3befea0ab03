// One formality at the authority: what was filed, what is missing, its clock and fee, the next step, the decision.
import { useParams } from "@solidjs/router";
import type { JSX } from "solid-js";
import type { FormalityPage as Formality } from "../../../backend/compliance/formalities/answers/model.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { FilesCard, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import {
  ClockCard,
  DecisionCard,
  DocumentLinks,
  FeeCard,
  FormalityHead,
  FormalityHistory,
  GapsCard,
  ItemsCard,
  LawCard,
} from "../../shell/formalities/formality-parts.tsx";
import { StepForm } from "./step-form.tsx";

const root = "/api/v1/office/formalities";

export function FormalityPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<Formality>(() => `${root}/${params.id}?language=${currentLanguage()}`);
  return (
    <ThingPage read={read} back="/formalities">
      {(view) => (
        <>
          <FormalityHead view={view()} ofWhom={view().entity} />
          <div class="authority-columns">
            <div>
              <DecisionCard view={view()} />
              <ItemsCard view={view()}>
                <DocumentLinks view={view()} root={root} />
              </ItemsCard>
              <LawCard view={view()} />
            </div>
            <div>
              <StepForm view={view()} onDone={read.reload} />
              <GapsCard view={view()} title={t("formalities.office.check")} />
              <ClockCard view={view()} />
              <FeeCard view={view()} />
              <FilesCard files={view().files} side="office" />
              <FormalityHistory view={view()} />
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}
