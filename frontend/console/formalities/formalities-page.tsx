// Formalities of the organisation: what can be filed together now, what each processing needs and why, what was filed.
import { A, useNavigate } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { FormalityList, NeedsView } from "../../../backend/compliance/formalities/answers/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Skeleton } from "../../parts/skeleton/skeleton.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet, apiPost } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { currentLanguage, useWords } from "../../platform/words.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { can } from "../../shell/session.ts";
import "../../shell/authority/authority.css";
import "../../shell/formalities/formalities.css";
import { NeedList } from "./need-list.tsx";

const root = "/api/v1/console/formalities";

export function FormalitiesPage(): JSX.Element {
  const t = useWords();
  const [needs] = createResource(
    currentLanguage,
    async (language) => await apiGet<NeedsView>(`${root}/needs`, { language }),
  );
  const [list] = createResource(async () => (await apiGet<FormalityList>(root)).rows);
  return (
    <main class="page authority-page">
      <header>
        <h1>{t("formalities.title")}</h1>
        <p class="quiet-text">{t("formalities.lead")}</p>
      </header>
      <p class="authority-acts">
        <A href="/processing">{t("formalities.needs.to_register")}</A>
        <ExportMenu list={`${root}/export`} />
      </p>
      <Show when={needs.latest} fallback={<Skeleton lines={6} words={t("desk.loading")} />}>
        {(known) => (
          <>
            <Show when={known().bundles.length > 0}>
              <Bundles bundles={known().bundles} />
            </Show>
            <OwnList rows={list.latest} />
            <Card title={t("formalities.needs.title")} count={known().rows.length}>
              <Show when={known().hasLaw} fallback={<p class="quiet-text">{t("formalities.needs.no_law")}</p>}>
                <For each={known().rows} fallback={<p class="quiet-text">{t("formalities.needs.no_entries")}</p>}>
                  {(row) => (
                    <details class="formality-item">
                      <summary>
                        {row.number}. {row.title}
                      </summary>
                      <NeedList needs={known()} row={row} />
                    </details>
                  )}
                </For>
              </Show>
            </Card>
          </>
        )}
      </Show>
    </main>
  );
}

function Bundles(props: { bundles: NeedsView["bundles"] }): JSX.Element {
  const t = useWords();
  const navigate = useNavigate();
  const start = async ({ packId, obligationId, kind, entryIds }: NeedsView["bundles"][number]): Promise<void> => {
    try {
      const { id } = await apiPost<{ id: string }>(root, { packId, obligationId, kind, entryIds });
      navigate(`/formalities/${id}`);
    } catch (error) {
      tellProblem(error);
    }
  };
  return (
    <Card title={t("formalities.bundle.title")} count={props.bundles.length}>
      <ul class="formality-list">
        <For each={props.bundles}>
          {(bundle) => (
            <li>
              <div>
                <p>
                  <strong>
                    {t("formalities.bundle.one", {
                      kind: t(`formalities.kind.${bundle.kind}`),
                      authority: bundle.addressee,
                    })}
                  </strong>
                </p>
                <p class="quiet-text small-text">
                  {t("formalities.bundle.count", { count: bundle.entryIds.length })} · {bundle.titles.join("; ")}
                </p>
                <p class="quiet-text small-text">
                  {bundle.fee === null
                    ? t("formalities.fee.none_stated")
                    : t("formalities.fee.estimate", { amount: bundle.fee.amount, currency: bundle.fee.currency })}
                </p>
              </div>
              <Show when={can("formality.file")}>
                <Show
                  when={bundle.isReceivedHere}
                  fallback={<p class="quiet-text small-text">{t("formalities.bundle.paper")}</p>}
                >
                  <Button look="main" onClick={() => void start(bundle)}>
                    {t("formalities.bundle.start")}
                  </Button>
                </Show>
              </Show>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}

function OwnList(props: { rows: FormalityList["rows"] | undefined }): JSX.Element {
  const t = useWords();
  return (
    <Card title={t("formalities.own.title")} count={props.rows?.length}>
      <ul class="authority-rows">
        <For each={props.rows ?? []} fallback={<li class="quiet-text">{t("formalities.own.none")}</li>}>
          {(row) => (
            <li>
              <p>
                <A href={`/formalities/${row.id}`}>
                  {t("formalities.bundle.one", { kind: t(`formalities.kind.${row.kind}`), authority: row.authority })}
                </A>{" "}
                <Tag tone={row.state === "incomplete" ? "high" : row.state === "decided" ? "low" : "plain"}>
                  {t(`formalities.state.${row.state}`)}
                </Tag>
              </p>
              <p class="quiet-text small-text">
                <Show when={row.receiptNumber}>{(number) => <span class="figures">{number()} · </span>}</Show>
                <Show when={row.submittedAt}>
                  {(at) => (
                    <>
                      <Moment at={at()} /> ·{" "}
                    </>
                  )}
                </Show>
                {row.outcome === null ? row.title : t(`formalities.outcome.${row.outcome}`)}
              </p>
            </li>
          )}
        </For>
      </ul>
    </Card>
  );
}
