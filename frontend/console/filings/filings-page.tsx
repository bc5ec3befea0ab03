// The entity's incidents: what is being written, what was filed and what comes next, and taking over what a guest filed.
import { useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FilingList } from "../../../backend/compliance/filings/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { TextField } from "../../parts/field/field.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { describeProblem, tellProblem } from "../../shell/data/tell-problem.ts";
import { instant, sayLeft } from "../../shell/law/law-words.ts";
import { WaitFor } from "../../shell/law/wait-for.tsx";
import { InNameCard } from "../yearly/in-name-card.tsx";
import { FormWhy } from "../../shell/forms/form-why.tsx";

export function FilingsPage(): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const [list, { refetch }] = createResource(
    currentLanguage,
    async (language) => await apiGet<FilingList>("/api/v1/filings", { language }),
  );
  const begin = async (): Promise<void> => {
    try {
      const { id } = await apiPost<{ id: string }>("/api/v1/filings/drafts", { kind: "first" });
      navigate(`/filings/drafts/${id}`);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <main class="page law-page">
      <WaitFor resource={list} onAgain={() => void refetch()}>
        {(known) => (
          <>
            <div class="law-head">
              <h1>{t("filings.title")}</h1>
              <Show when={known().mayFile}>
                <Button look="main" onClick={() => void begin()}>
                  {t("filings.new")}
                </Button>
              </Show>
            </div>
            <Notice>{t("filings.voluntary")}</Notice>
            <Show when={known().drafts.length > 0}>
              <Card title={t("filings.drafts")} count={known().drafts.length}>
                <ul class="law-rows">
                  <For each={known().drafts}>
                    {(draft) => (
                      <li>
                        <div>
                          <p class="law-title">
                            <a href={`/console/filings/drafts/${draft.id}`}>
                              {draft.nature || t("filings.draft.unnamed")}
                            </a>
                          </p>
                          <p class="quiet-text">
                            {t(`filings.draft.${draft.kind}`)} ·{" "}
                            <time datetime={draft.updatedAt}>{instant(draft.updatedAt)}</time>
                          </p>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
            <Show
              when={known().filings.length > 0}
              fallback={<Empty title={t("filings.none")} text={t("filings.none.text")} />}
            >
              <Card title={t("filings.list")} count={known().filings.length}>
                <ul class="law-rows">
                  <For each={known().filings}>
                    {(filing) => (
                      <li>
                        <div>
                          <p class="law-title">
                            <a href={`/console/filings/${filing.id}`}>
                              <span class="figures">{filing.reference}</span> {filing.nature}
                            </a>
                          </p>
                          <p>{t("filings.filed_with", { names: filing.addressees.join(", ") })}</p>
                          <Show when={filing.next}>
                            {(next) => (
                              <p class="quiet-text">
                                {t("filings.next", { title: next().title, addressee: next().addressee })}{" "}
                                <Show when={next().due}>{(due) => <b>{sayLeft(t, due(), Date.now())}</b>}</Show>
                              </p>
                            )}
                          </Show>
                        </div>
                        <div class="law-side">
                          <time class="small-text figures" datetime={filing.openedAt}>
                            {instant(filing.openedAt)}
                          </time>
                          <Show when={filing.channel === "guest"}>
                            <Tag>{t("filings.guest")}</Tag>
                          </Show>
                        </div>
                      </li>
                    )}
                  </For>
                </ul>
              </Card>
            </Show>
            <Show when={known().mayFile}>
              <ClaimCard onClaimed={(id) => navigate(`/filings/${id}`)} />
            </Show>
            <InNameCard />
          </>
        )}
      </WaitFor>
    </main>
  );
}

function ClaimCard(props: { onClaimed: (filingId: string) => void }): JSX.Element {
  const t = useWords();
  const [digits, setDigits] = createSignal("");
  const [problem, setProblem] = createSignal<string>();
  const [isBusy, setBusy] = createSignal(false);
  const claim = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { filingId } = await apiPost<{ filingId: string }>("/api/v1/filings/claims", { receipt: digits() });
      props.onClaimed(filingId);
    } catch (error) {
      setProblem(describeProblem(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Card title={t("filings.claim.title")}>
      <p class="quiet-text">{t("filings.claim.text")}</p>
      <form
        class="law-form"
        onSubmit={(submit) => {
          submit.preventDefault();
          void claim();
        }}
      >
        <FormWhy of="claim_filing" />
        <TextField
          label={t("filings.claim.digits")}
          inputMode="numeric"
          value={digits()}
          error={problem()}
          maxLength={60}
          onInput={(input) => setDigits(input.currentTarget.value)}
        />
        <p>
          <Button type="submit" isBusy={isBusy()}>
            {t("filings.claim.go")}
          </Button>
        </p>
      </form>
    </Card>
  );
}
