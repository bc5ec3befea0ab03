// One complaint: what is said, admissibility, hearing the parties, the outcome; it may become an inspection.
import { useNavigate, useParams } from "@solidjs/router";
import { type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import {
  bindComplaint,
  complaintOutcomes,
  complaintStepsFrom,
  type ComplaintState,
  type ComplaintStep,
} from "../../../backend/compliance/complaints/model.ts";
import type { ComplaintView } from "../../../backend/compliance/complaints/answers/model.ts";
import type { EntityRow, ProfileAnswerView } from "../../../backend/compliance/offices/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { Facts, FilesCard, HistoryCard, OwnClocksCard, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard, type StepOffer } from "../../shell/authority/step-card.tsx";
import type { StepField } from "../../shell/authority/step-fields.tsx";
import { can } from "../../shell/session.ts";

const kinds: readonly ComplaintStep["kind"][] = [
  "take",
  "identify",
  "admit",
  "reject",
  "hear_entity",
  "write_complainant",
  "decide",
];

export function ComplaintPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const params = useParams<{ id: string }>();
  const read = createReadPage<ComplaintView>(() => `/api/v1/office/complaints/${params.id}`);
  const [profile] = createResource(async () => await apiGet<ProfileAnswerView>("/api/v1/office/profile"));
  const [entities] = createResource(async () => (await apiGet<{ rows: EntityRow[] }>("/api/v1/office/entities")).rows);
  const fields = (): Record<ComplaintStep["kind"], StepField[]> => ({
    take: [
      {
        name: "assigneeId",
        kind: "choice",
        options: (profile.latest?.officers ?? []).map(({ id, name }) => ({ value: id, label: name })),
      },
    ],
    identify: [
      {
        name: "constituentId",
        kind: "choice",
        options: (entities.latest ?? []).map(({ id, name }) => ({ value: id, label: name })),
      },
    ],
    admit: [{ name: "reason", kind: "long" }],
    reject: [{ name: "reason", kind: "long" }],
    hear_entity: [
      { name: "text", kind: "long" },
      { name: "answerBy", kind: "day" },
    ],
    write_complainant: [{ name: "text", kind: "long" }],
    decide: [
      {
        name: "outcome",
        kind: "choice",
        options: complaintOutcomes.map((value) => ({ value, label: t(`decisions.complaint.${value}`) })),
      },
      { name: "text", kind: "long" },
    ],
  });
  const offers = (view: ComplaintView): StepOffer[] =>
    can("authority.work")
      ? kinds
          .filter((kind) => complaintStepsFrom[kind].includes(view.state as ComplaintState))
          .map((kind) => ({
            kind,
            label: t(`inspections.step.${kind}`),
            fields: fields()[kind],
            ...(kind === "decide" || kind === "reject" ? { binding: bindComplaint(view.id, view.version) } : {}),
          }))
      : [];
  const packs = () => (profile.latest?.packs ?? []).map((value) => ({ value, label: value }));
  return (
    <ThingPage read={read} back="/complaints">
      {(view) => (
        <>
          <header class="authority-head">
            <h1>{view().entity ?? view().respondent}</h1>
            <span class="figures quiet-text">{view().reference}</span>
            <Tag tone="indigo">{t(`inspections.complaint.${view().state}`)}</Tag>
          </header>
          <div class="authority-columns">
            <div>
              <Card title={t("inspections.complaints.happened")}>
                <p class="authority-said">{view().text.happened}</p>
                <Facts
                  rows={[
                    [t("inspections.complaints.wanted"), view().text.wanted],
                    [t("inspections.complaints.who"), view().text.name ?? t("inspections.complaints.anonymous")],
                    [t("inspections.field.contact"), view().text.contact],
                    [t("inspections.column.receivedAt"), formatInstant(view().receivedAt)],
                    [t("inspections.column.channel"), t(`inspections.channel.${view().channel}`)],
                    [
                      t("inspections.column.outcome"),
                      view().outcome === null ? null : t(`decisions.complaint.${view().outcome}`),
                    ],
                  ]}
                />
                <Show when={!view().text.mayBeNamed}>
                  <p class="quiet-text">{t("inspections.complaints.not_named")}</p>
                </Show>
              </Card>
              <HistoryCard steps={view().steps} words="inspections.step" />
            </div>
            <div>
              <StepCard
                asks="proceeding"
                title={t("inspections.page.next")}
                offers={offers(view())}
                run={async (kind, body) => {
                  await apiPost(`/api/v1/office/complaints/${params.id}/steps`, {
                    version: read.page()?.version,
                    step: { kind, ...body },
                  });
                  await read.reload();
                }}
              />
              <Show when={view().constituentId !== null && can("authority.work")}>
                <StepCard
                  asks="proceeding"
                  title={t("inspections.complaints.inspect")}
                  offers={[
                    {
                      kind: "inspect",
                      label: t("inspections.complaints.inspect"),
                      fields: [
                        { name: "reason", kind: "long" },
                        { name: "packId", kind: "choice", options: packs(), first: packs()[0]?.value ?? "" },
                      ],
                    },
                  ]}
                  run={async (_kind, body) => {
                    const made = await apiPost<{ id: string }>("/api/v1/office/inspections", {
                      ...body,
                      constituentId: view().constituentId,
                      complaintId: view().id,
                    });
                    navigate(`/inspections/${made.id}`);
                  }}
                />
              </Show>
              <OwnClocksCard clocks={view().clocks} />
              <FilesCard files={view().files} side="office" />
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}
