// One matter at the authority: findings, where it stands, what may come next inside the law's bounds, letters, the referral.
import { A, useParams } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { bindStep, headSteps, type OfficeStep } from "../../../backend/compliance/sanctions/model.ts";
import type { MatterView } from "../../../backend/compliance/sanctions/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { apiPost, apiPostForFile } from "../../platform/api.ts";
import { formatNumber } from "../../platform/format.ts";
import { currentLanguage, hasWords, useWords } from "../../platform/words.ts";
import { MatterLadder } from "../../shell/authority/matter-ladder.tsx";
import { FilesCard, HistoryCard, saveBlob, ThingPage } from "../../shell/authority/page-parts.tsx";
import { createReadPage } from "../../shell/authority/read-page.ts";
import { StepCard, type StepOffer } from "../../shell/authority/step-card.tsx";
import type { StepField } from "../../shell/authority/step-fields.tsx";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { can } from "../../shell/session.ts";

const text: StepField = { name: "text", kind: "long" };
const dueOn: StepField = { name: "dueOn", kind: "day" };

export function MatterPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ id: string }>();
  const read = createReadPage<MatterView>(() => `/api/v1/office/matters/${params.id}`);
  const fieldsOf = (view: MatterView): Record<string, StepField[]> => ({
    notify: [
      text,
      { name: "cites", kind: "text", first: citesOf(view) },
      { ...dueOn, hint: t("decisions.page.no_time_law") },
    ],
    grant_time: [dueOn, text],
    refuse_time: [text],
    accept_plan: [dueOn, text],
    refuse_plan: [dueOn, text],
    check: [{ name: "isCompliant", kind: "tick" }, text],
    find_default: [text],
    drop: [text],
    sanction: [
      {
        name: "sanctionId",
        kind: "choice",
        options: view.sanctions.map((one) => ({
          value: one.id,
          label: `${t(`decisions.sanction.${one.kind}`)} – ${t("inspections.article", { articles: one.articles })}`,
        })),
      },
      {
        name: "ground",
        kind: "choice",
        options: [...new Set(view.sanctions.flatMap(({ grounds }) => grounds))].map((value) => ({
          value,
          label: nameOfGround(value),
        })),
      },
      { name: "amount", kind: "number", isNullable: true },
      ...(view.sanctions.some(({ currency }) => currency === "percent")
        ? [
            { name: "base", kind: "number" as const, isOptional: true },
            { name: "baseCurrency", kind: "text" as const, isOptional: true },
          ]
        : []),
      { name: "dueOn", kind: "day", isNullable: true },
      text,
    ],
    payment: [
      { name: "amount", kind: "number" },
      { name: "paidOn", kind: "day" },
      { name: "receipt", kind: "text" },
    ],
    appeal: [
      { name: "court", kind: "text" },
      { name: "filedOn", kind: "day" },
      { name: "isSuspensive", kind: "tick" },
    ],
    appeal_result: [
      {
        name: "result",
        kind: "choice",
        options: ["upheld", "reduced", "annulled"].map((value) => ({ value, label: t(`decisions.result.${value}`) })),
      },
      { name: "amount", kind: "number", isOptional: true },
      { name: "decidedOn", kind: "day" },
      text,
    ],
    refer: [{ name: "to", kind: "text" }, text],
    close: [text],
  });
  const nameOfGround = (ground: string): string =>
    hasWords(`decisions.ground.${ground}`) ? t(`decisions.ground.${ground}`) : ground;
  const isHeads = (kind: string): boolean => headSteps.some((one) => one === kind);
  const offers = (view: MatterView): StepOffer[] =>
    view.next
      .filter((kind) => can(isHeads(kind) ? "authority.decide" : "authority.work"))
      .map((kind) => ({
        kind,
        label: t(`decisions.step.${kind}`),
        fields: fieldsOf(view)[kind] ?? [],
        ...(isHeads(kind) ? { binding: bindStep(view.id, view.version, kind as OfficeStep["kind"]) } : {}),
        ...(kind === "sanction" ? { note: <Bounds view={view} /> } : {}),
      }));
  const bundle = async (view: MatterView): Promise<void> => {
    try {
      const { blob } = await apiPostForFile(`/api/v1/office/matters/${view.id}/bundle`, {});
      saveBlob(blob, `${view.reference}.zip`);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <ThingPage read={read} back="/matters">
      {(view) => (
        <>
          <MatterLadder view={view()} side="office" />
          <div class="authority-columns">
            <HistoryCard
              steps={view().steps}
              words="decisions.step"
              after={(step) => (
                <Show
                  when={step.side === "authority" && step.isToEntity && step.kind !== "open" && step.kind !== "payment"}
                >
                  <p>
                    <a
                      href={`/api/v1/office/matters/${view().id}/letters/${step.id}`}
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
              <StepCard
                asks="proceeding"
                title={t("inspections.page.next")}
                offers={offers(view())}
                run={async (kind, body) => {
                  await apiPost(`/api/v1/office/matters/${params.id}/steps`, {
                    version: read.page()?.version,
                    step: { kind, ...body },
                  });
                  await read.reload();
                }}
              />
              <Show when={view().isReferred && can("authority.decide")}>
                <div>
                  <Button onClick={() => void bundle(view())}>{t("decisions.page.bundle")}</Button>
                </div>
              </Show>
              <Show when={view().inspectionId}>
                {(id) => (
                  <p>
                    <A href={`/inspections/${id()}`}>{t("inspections.kind.inspection")}</A>
                  </p>
                )}
              </Show>
              <FilesCard files={view().files} side="office" />
            </div>
          </div>
        </>
      )}
    </ThingPage>
  );
}

function citesOf(view: MatterView): string {
  return view.findings
    .map(({ articles }) => articles)
    .filter((articles) => articles !== "")
    .join(", ");
}

function Bounds(props: { view: MatterView }): JSX.Element {
  const t = useWords();
  return (
    <Show when={props.view.sanctions.length > 0} fallback={<p class="quiet-text">{t("decisions.page.no_sanction")}</p>}>
      <ul class="authority-rows">
        <For each={props.view.sanctions}>
          {(one) => (
            <li class="small-text">
              <strong>{one.law[currentLanguage()]}</strong>
              <br />
              {t("decisions.page.bounds", {
                min: one.min === null ? "–" : formatNumber(one.min),
                max: one.max === null ? "–" : formatNumber(one.max),
                currency: one.currency ?? "",
                articles: one.articles,
                verification: t(`decisions.verification.${one.verification}`),
              })}
            </li>
          )}
        </For>
      </ul>
    </Show>
  );
}
