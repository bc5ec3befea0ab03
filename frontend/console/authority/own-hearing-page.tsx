// A complaint in which the entity is heard: what was put to it, its answers; nothing of who complained.
import { useParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import type { HearingView } from "../../../backend/compliance/complaints/answers/model.ts";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { FilesCard, HistoryCard, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard } from "../../shell/authority/step-card.tsx";
import { can } from "../../shell/session.ts";
import { createAttached } from "./attach-files.tsx";

export function OwnHearingPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<HearingView>(() => `/api/v1/console/authority/complaints/${params.id}`);
  const attached = createAttached(() => `/api/v1/console/authority/complaints/${params.id}/files`);
  return (
    <ThingPage read={read} back="/authority">
      {(view) => (
        <>
          <header class="authority-head">
            <h1>
              {t("inspections.kind.complaint")} {view().reference}
            </h1>
            <span class="quiet-text">{view().authority}</span>
            <Tag tone="indigo">{t(`inspections.complaint.${view().state}`)}</Tag>
          </header>
          <div class="authority-columns">
            <HistoryCard steps={view().steps} words="inspections.step" />
            <div>
              <Show when={view().state === "heard" && can("authority.answer")}>
                <StepCard
                  asks="to_authority"
                  title={t("inspections.own.answer")}
                  offers={[
                    { kind: "answer", label: t("inspections.own.send"), fields: [{ name: "text", kind: "long" }] },
                  ]}
                  run={async (_kind, body) => {
                    await apiPost(`/api/v1/console/authority/complaints/${params.id}/answers`, {
                      ...body,
                      fileIds: attached.ids(),
                    });
                    attached.clear();
                    await read.reload();
                  }}
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
