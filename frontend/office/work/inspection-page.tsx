// One inspection: why, the order, the list from the law with its findings, evidence in custody, minutes, what came of it.
import { A, useNavigate, useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import { bindInspection, itemResults, severities } from "../../../backend/compliance/inspections/model.ts";
import type { InspectionView } from "../../../backend/compliance/inspections/answers/model.ts";
import type { ProfileAnswerView } from "../../../backend/compliance/offices/answers/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { Facts, FilesCard, HistoryCard, OwnClocksCard, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard, type StepOffer } from "../../shell/authority/step-card.tsx";
import { can, me } from "../../shell/session.ts";
import { EvidenceCard } from "./evidence-card.tsx";
import { RiskFactors } from "./risk-factors.tsx";

const tones = { compliant: "low", finding: "high", obstruction: "critical", not_applicable: "plain" } as const;

export function InspectionPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const params = useParams<{ id: string }>();
  const read = createReadPage<InspectionView>(() => `/api/v1/office/inspections/${params.id}`);
  const [profile] = createResource(async () => await apiGet<ProfileAnswerView>("/api/v1/office/profile"));
  const nameOf = (id: string): string | undefined =>
    profile.latest?.knownClasses.find((one) => one.id === id)?.names[currentLanguage()];
  const officers = () => (profile.latest?.officers ?? []).map(({ id, name }) => ({ value: id, label: name }));
  const isTeam = (view: InspectionView): boolean => view.team.includes(me()?.personId ?? "");
  const titleOf = (item: InspectionView["items"][number]): string =>
    `${item.position}. ${item.title[currentLanguage()]}`;
  const offers = (view: InspectionView): StepOffer[] => {
    const offer = (kind: string, fields: StepOffer["fields"], isHead = false): StepOffer => ({
      kind,
      label: t(`inspections.step.${kind}`),
      fields,
      ...(isHead ? { binding: bindInspection(view.id, view.version, kind) } : {}),
    });
    const cancel = offer("cancel", [{ name: "reason", kind: "long" }], true);
    if (view.state === "planned")
      return can("authority.decide")
        ? [
            offer(
              "order",
              [
                { name: "scope", kind: "long" },
                { name: "legalBasis", kind: "text" },
                { name: "team", kind: "many", options: officers() },
                { name: "isAnnounced", kind: "tick" },
              ],
              true,
            ),
            cancel,
          ]
        : [];
    if (view.state === "ordered")
      return [
        ...(isTeam(view)
          ? [
              offer("open", [
                { name: "place", kind: "text" },
                { name: "openedAt", kind: "moment" },
              ]),
            ]
          : []),
        ...(can("authority.decide") ? [cancel] : []),
      ];
    if (!isTeam(view)) return [];
    if (view.state === "open")
      return [
        offer("find", [
          {
            name: "itemId",
            kind: "choice",
            options: view.items.map((item) => ({ value: item.id, label: titleOf(item) })),
          },
          {
            name: "result",
            kind: "choice",
            options: itemResults.map((value) => ({ value, label: t(`inspections.result.${value}`) })),
          },
          {
            name: "severity",
            kind: "choice",
            isNullable: true,
            options: severities.map((value) => ({ value, label: t(`inspections.severity.${value}`) })),
          },
          { name: "note", kind: "long", isOptional: true, first: "" },
        ]),
        offer("add_item", [
          { name: "title", kind: "text" },
          { name: "isObstruction", kind: "tick" },
        ]),
        offer("draw_up", []),
      ];
    if (view.state === "minutes")
      return [
        offer("close", [
          {
            name: "signature",
            kind: "choice",
            options: ["signed", "refused"].map((value) => ({ value, label: t(`decisions.signature.${value}`) })),
          },
          { name: "remarks", kind: "long", isOptional: true },
          { name: "signatureNote", kind: "text", isOptional: true },
        ]),
      ];
    return [];
  };
  const run = async (kind: string, body: Record<string, unknown>): Promise<void> => {
    const filled =
      kind === "find" ? { note: "", ...body } : kind === "close" ? { remarks: "", signatureNote: "", ...body } : body;
    await apiPost(`/api/v1/office/inspections/${params.id}/steps`, {
      version: read.page()?.version,
      step: { kind, ...filled },
    });
    await read.reload();
  };
  return (
    <ThingPage read={read} back="/inspections">
      {(view) => (
        <>
          <header class="authority-head">
            <h1>{view().entity}</h1>
            <span class="figures quiet-text">{view().reference}</span>
            <Tag tone="indigo">{t(`inspections.state.${view().state}`)}</Tag>
          </header>
          <div class="authority-columns">
            <div>
              <Show when={view().items.length > 0}>
                <Card title={t("inspections.page.checklist")} count={view().items.length}>
                  <ul class="authority-rows">
                    <For each={view().items}>
                      {(item) => (
                        <li>
                          <p>
                            {titleOf(item)}{" "}
                            <Tag
                              tone={
                                item.result === null ? "plain" : (tones[item.result as keyof typeof tones] ?? "plain")
                              }
                            >
                              {t(`inspections.result.${item.result ?? "open"}`)}
                            </Tag>{" "}
                            <Show when={item.severity}>
                              {(severity) => <Tag>{t(`inspections.severity.${severity()}`)}</Tag>}
                            </Show>
                          </p>
                          <p class="quiet-text small-text">
                            <Show when={item.articles !== ""}>
                              {t("inspections.article", { articles: item.articles })}
                            </Show>
                            <Show when={item.obligationId !== null && item.verification !== "verified"}>
                              {" "}
                              · {t("inspections.page.unverified")}
                            </Show>
                            <Show when={item.evidenceWanted.length > 0}>
                              {" "}
                              ·{" "}
                              {t("inspections.page.wanted", {
                                list: item.evidenceWanted
                                  .map((one) => t(`inspections.evidence_wanted.${one}`))
                                  .join(", "),
                              })}
                            </Show>
                          </p>
                          <Show when={item.note !== ""}>
                            <p class="authority-said">{item.note}</p>
                          </Show>
                        </li>
                      )}
                    </For>
                  </ul>
                </Card>
              </Show>
              <EvidenceCard view={view()} officers={officers()} isTeam={isTeam(view())} onDone={read.reload} />
              <HistoryCard steps={view().steps} words="inspections.step" />
            </div>
            <div>
              <StepCard asks="proceeding" title={t("inspections.page.next")} offers={offers(view())} run={run} />
              <Show when={view().state === "open" || view().state === "minutes"}>
                <p>
                  <a href={`/api/v1/office/inspections/${view().id}/minutes`} rel="external" target="_self" download="">
                    {t("inspections.page.draft_minutes")}
                  </a>
                </p>
              </Show>
              <Show when={view().state === "closed" && can("authority.work")}>
                <StepCard
                  asks="proceeding"
                  title={t("inspections.page.open_matter")}
                  offers={[
                    {
                      kind: "matter",
                      label: t("inspections.page.open_matter"),
                      fields: [{ name: "title", kind: "text" }],
                    },
                  ]}
                  run={async (_kind, body) => {
                    const made = await apiPost<{ id: string }>("/api/v1/office/matters", {
                      ...body,
                      inspectionId: view().id,
                    });
                    navigate(`/matters/${made.id}`);
                  }}
                />
              </Show>
              <Card title={t("inspections.page.why")}>
                <Facts
                  rows={[
                    [t("inspections.field.reason"), view().reason],
                    [t("inspections.page.law"), `${view().packTitle[currentLanguage()]} (${view().packVersion})`],
                    [t("inspections.field.scope"), view().scope],
                    [t("inspections.field.legalBasis"), view().legalBasis],
                    [
                      t("inspections.field.team"),
                      view()
                        .teamNames.map(({ name }) => name)
                        .join(", "),
                    ],
                    [
                      t("inspections.field.isAnnounced"),
                      view().isAnnounced === null ? null : t(view().isAnnounced ? "inspections.yes" : "inspections.no"),
                    ],
                    [t("inspections.field.place"), view().place],
                    [
                      t("inspections.field.openedAt"),
                      view().openedAt === null ? null : formatInstant(view().openedAt ?? ""),
                    ],
                    [
                      t("inspections.field.signature"),
                      view().signature === null ? null : t(`decisions.signature.${view().signature}`),
                    ],
                    [t("inspections.field.remarks"), view().remarks],
                  ]}
                />
                <p class="quiet-text small-text">
                  {t("inspections.page.score_then", { count: view().risk.score ?? 0 })}
                </p>
                <RiskFactors factors={view().risk.factors ?? []} nameOf={nameOf} />
              </Card>
              <Show when={view().matters.length > 0}>
                <Card title={t("inspections.page.linked")}>
                  <ul class="authority-rows">
                    <For each={view().matters}>
                      {(matter) => (
                        <li>
                          <A href={`/matters/${matter.id}`}>{matter.reference}</A>{" "}
                          <Tag>{t(`decisions.state.${matter.state}`)}</Tag>
                        </li>
                      )}
                    </For>
                  </ul>
                </Card>
              </Show>
              <Show when={view().openedAt !== null}>
                <OwnClocksCard clocks={view().clocks} />
              </Show>
              <FilesCard files={view().files} side="office" />
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}
