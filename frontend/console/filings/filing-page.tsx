// One filing: the stages with their times, each addressee's receipt, what was said at each submission, and what can be done next.
import { useNavigate, useParams } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FilingPage as View, PartView } from "../../../backend/compliance/filings/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { instant, sayLeft } from "../../shell/law/law-words.ts";
import { WaitFor } from "../../shell/law/wait-for.tsx";
import { DeliveryDialog } from "./delivery-dialog.tsx";
import { PartFields } from "../../shell/law/part-fields.tsx";

export function FilingPage(): JSX.Element {
  const t = useWords();
  const params = useParams<{ filingId: string }>();
  const navigate = useNavigate();
  const [view, { refetch }] = createResource(
    () => ({ id: params.filingId, language: currentLanguage() }),
    async ({ id, language }) => await apiGet<View>(`/api/v1/filings/${id}`, { language }),
  );
  const [brought, setBrought] = createSignal<PartView>();
  const open = async (kind: "next" | "correction"): Promise<void> => {
    try {
      const { id } = await apiPost<{ id: string }>("/api/v1/filings/drafts", { kind, filingId: params.filingId });
      navigate(`/filings/drafts/${id}`);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <main class="page law-page">
      <WaitFor resource={view} onAgain={() => void refetch()}>
        {(filing) => (
          <>
            <div class="law-head">
              <div>
                <h1 class="figures">{filing().reference}</h1>
                <p class="quiet-text">
                  <time datetime={filing().openedAt}>{instant(filing().openedAt)}</time>{" "}
                  <Show when={filing().channel === "guest"}>
                    <Tag>{t("filings.guest")}</Tag>
                  </Show>
                </p>
              </div>
              <div class="law-acts">
                <Show when={filing().draftId}>
                  {(id) => <a href={`/console/filings/drafts/${id()}`}>{t("filings.act.draft")}</a>}
                </Show>
                <Show when={filing().can.next}>
                  <Button look="main" onClick={() => void open("next")}>
                    {t("filings.act.next")}
                  </Button>
                </Show>
                <Show when={filing().can.correct}>
                  <Button onClick={() => void open("correction")}>{t("filings.act.correct")}</Button>
                </Show>
              </div>
            </div>
            <Card title={t("filings.receipts")} count={filing().parts.length}>
              <ul class="law-rows">
                <For each={filing().parts}>{(part) => <PartRow part={part} onBrought={setBrought} />}</For>
              </ul>
            </Card>
            <Card title={t("filings.stages")}>
              <ul class="law-rows">
                <For each={filing().stages}>
                  {(stage) => (
                    <li>
                      <div>
                        <p class="law-title">{stage.title}</p>
                        <p>{t("duties.owed_to", { addressee: stage.addressee.name })}</p>
                        <p class="law-clock">{stage.clockWords}</p>
                      </div>
                      <div class="law-side">
                        <Tag tone={stage.status === "overdue" ? "critical" : "plain"}>
                          {t(`duties.status.${stage.status}`)}
                        </Tag>
                        <Show when={stage.due}>
                          {(due) => (
                            <>
                              <Show when={stage.status === "running" || stage.status === "overdue"}>
                                <span class="figures">{sayLeft(t, due(), Date.now())}</span>
                              </Show>
                              <time class="small-text figures" datetime={due()}>
                                {instant(due())}
                              </time>
                            </>
                          )}
                        </Show>
                      </div>
                    </li>
                  )}
                </For>
              </ul>
            </Card>
            <Card title={t("filings.versions")}>
              <For each={filing().versions}>
                {(version) => (
                  <details class="law-why">
                    <summary>
                      {t("filings.version", {
                        number: version.number,
                        kind: version.kind,
                        at: instant(version.submittedAt),
                      })}
                    </summary>
                    <div class="law-list">
                      <Show when={version.by}>{(by) => <p>{by()}</p>}</Show>
                      <Show when={version.reason}>{(reason) => <p>{reason()}</p>}</Show>
                      <PartFields fields={version.answers} />
                    </div>
                  </details>
                )}
              </For>
            </Card>
          </>
        )}
      </WaitFor>
      <Show when={brought()}>
        {(part) => (
          <DeliveryDialog
            partId={part().id}
            onClose={() => setBrought(undefined)}
            onDone={() => {
              setBrought(undefined);
              void refetch();
            }}
          />
        )}
      </Show>
    </main>
  );
}

function PartRow(props: { part: PartView; onBrought: (part: PartView) => void }): JSX.Element {
  const t = useWords();
  const part = () => props.part;
  return (
    <li>
      <div>
        <p class="law-title">{part().addressee.name}</p>
        <p>
          {part().title}. {part().clockWords}
        </p>
        <p class="figures">{t("filings.receipt.number", { number: part().receiptNumber })}</p>
        <p class="law-acts">
          <a href={`/api/v1/filing-parts/${part().id}/document?language=${currentLanguage()}`} download="">
            {t("filings.receipt.pdf")}
          </a>
          <a href={`/api/v1/filing-parts/${part().id}/proof`} download="">
            {t("filings.receipt.proof")}
          </a>
          <Show when={part().delivery === "paper" && part().deliveredAt === null}>
            <Button isSmall onClick={() => props.onBrought(part())}>
              {t("filings.delivery.note")}
            </Button>
          </Show>
        </p>
        <Show when={part().deliveredAt}>
          {(at) => (
            <p class="quiet-text">
              {t("filings.delivery.done", { at: instant(at()), note: part().deliveryNote ?? "" })}
            </p>
          )}
        </Show>
        <details class="law-why">
          <summary>{t("filings.receipt.content")}</summary>
          <div class="law-list">
            <PartFields fields={part().fields} />
            <p class="quiet-text small-text">
              {t("filings.review.law", { pack: part().packId, version: part().packVersion })} ·{" "}
              <span class="mono">{part().packSha256}</span>
            </p>
          </div>
        </details>
      </div>
      <div class="law-side">
        <Tag tone={part().lateness === "late" ? "critical" : part().lateness === "on_time" ? "low" : "plain"}>
          {t(`filings.lateness.${part().lateness}`)}
        </Tag>
        <Show when={part().isCorrection}>
          <Tag tone="indigo">{t("filings.receipt.correction")}</Tag>
        </Show>
        <Show when={part().isReplaced}>
          <Tag>{t("filings.receipt.replaced")}</Tag>
        </Show>
        <Show when={part().delivery === "paper" && part().deliveredAt === null}>
          <Tag tone="high">{t("filings.delivery.paper")}</Tag>
        </Show>
        <time class="small-text figures" datetime={part().submittedAt}>
          {instant(part().submittedAt)}
        </time>
      </div>
    </li>
  );
}
