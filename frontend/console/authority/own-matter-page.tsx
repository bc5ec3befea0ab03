// A matter as the entity sees it: the notice with its time and law, its own answers, the decision, the appeal.
import { useParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import type { MatterView } from "../../../backend/compliance/sanctions/answers/model.ts";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { MatterLadder } from "../../shell/authority/matter-ladder.tsx";
import { FilesCard, HistoryCard, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import type { StepField } from "../../shell/authority/step-fields.tsx";
import { can } from "../../shell/session.ts";
import { createAttached } from "./attach-files.tsx";

const text: StepField = { name: "text", kind: "long" };
const fields: Record<string, StepField[]> = {
  answer: [text],
  ask_time: [{ name: "until", kind: "day" }, text],
  report_done: [text],
  appeal: [
    { name: "court", kind: "text" },
    { name: "filedOn", kind: "day" },
    { name: "isSuspensive", kind: "tick" },
  ],
};

export function OwnMatterPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<MatterView>(() => `/api/v1/console/authority/matters/${params.id}`);
  const attached = createAttached(() => `/api/v1/console/authority/matters/${params.id}/files`);
  const send = async (kind: string, body: Record<string, unknown>): Promise<void> => {
    const hasFiles = kind === "answer" || kind === "report_done";
    const step = { kind, ...body, ...(hasFiles ? { fileIds: attached.ids() } : {}) };
    await apiPost(`/api/v1/console/authority/matters/${params.id}/steps`, { version: read.page()?.version, step });
    attached.clear();
    await read.reload();
  };
  return (
    <ThingPage read={read} back="/authority">
      {(view) => (
        <>
          <MatterLadder view={view()} side="console" />
          <div class="authority-columns">
            <HistoryCard
              steps={view().steps}
              words="decisions.step"
              after={(step) => (
                <Show when={step.side === "authority" && step.kind !== "open" && step.kind !== "payment"}>
                  <p>
                    <a
                      href={`/api/v1/console/authority/matters/${view().id}/letters/${step.id}`}
                      rel="external"
                      target="_self"
                      download=""
                    >
                      {t("inspections.own.letter")}
                    </a>
                  </p>
                </Show>
              )}
            />
            <div>
              <Show when={can("authority.answer")}>
                <Notice>{t("inspections.own.no_sides")}</Notice>
                <StepCard
                  asks="to_authority"
                  title={t("inspections.own.answer")}
                  offers={view().next.map((kind) => ({
                    kind,
                    label: t(`decisions.step.${kind}`),
                    fields: fields[kind] ?? [],
                  }))}
                  run={send}
                  act={t("inspections.own.send")}
                >
                  {attached.field()}
                </StepCard>
              </Show>
              <FilesCard files={view().files} side="console" />
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}
