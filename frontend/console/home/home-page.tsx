// The first page of a constituent's people: what waits for them, the state of their entry, and their reports.
import { A } from "@solidjs/router";
import { For, type JSX, Show } from "solid-js";
import { createResource } from "../../shell/data/create-resource.ts";
import type { EntryView } from "../../../backend/registry/enrolment/model.ts";
import { Card } from "../../parts/card/card.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { apiGet } from "../../platform/api.ts";
import { useWords } from "../../platform/words.ts";
import { MyKeysLimited } from "../../shell/account/my-keys-limited.tsx";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { me } from "../../shell/session.ts";
import { DueCard } from "../law/due-card.tsx";
import { SharedReports } from "../../shell/shared/shared-reports.tsx";
import "../../shell/register/register.css";

export function HomePage(): JSX.Element {
  const t = useWords();
  return (
    <main class="page entry-page">
      <h1>{me()?.organisation.name}</h1>
      <MyKeysLimited />
      <Show when={me() && !me()?.limitation}>
        <WaitingCard />
        <DueCard />
        <SharedReports title={t("console.home.reports")} emptyText={t("console.home.no_reports")} />
      </Show>
    </main>
  );
}

function WaitingCard(): JSX.Element {
  const t = useWords();
  const [view] = createResource(async () => await apiGet<EntryView>("/api/v1/console/entry"));
  const known = () => (view.error === undefined ? view.latest : undefined);
  const items = (): (string | { text: string; link: string })[] => {
    const all = known();
    if (!all) return [];
    const pending = all.proposals.filter(({ state }) => state === "pending").length;
    const asked = all.entries.flatMap(({ contacts }) =>
      contacts.filter(({ askedUntil }) => askedUntil !== null),
    ).length;
    const silent = all.entries.filter(({ contacts }) => contacts.length === 0).length;
    return [
      ...(all.claims.length > 0 ? [t("console.home.claims", { count: all.claims.length })] : []),
      ...(pending > 0 ? [t("console.home.pending", { count: pending })] : []),
      ...(asked > 0 ? [{ text: t("console.home.asked", { count: asked }), link: t("console.home.asked_link") }] : []),
      ...(silent > 0 ? [t("console.home.no_contact")] : []),
    ];
  };
  return (
    <Card title={t("console.home.waiting")} aside={<A href="/entry">{t("console.nav.entry")}</A>}>
      <Show when={view.error as unknown}>
        {(error) => (
          <Notice tone="problem" isAlert>
            {describeProblem(error())}
          </Notice>
        )}
      </Show>
      <Show when={known()}>
        <Show when={items().length > 0} fallback={<p class="quiet-text">{t("console.home.nothing")}</p>}>
          <ul>
            <For each={items()}>
              {(item) => (
                <li>
                  {typeof item === "string" ? (
                    item
                  ) : (
                    <>
                      {item.text} <A href="/entry">{item.link}</A>
                    </>
                  )}
                </li>
              )}
            </For>
          </ul>
        </Show>
      </Show>
    </Card>
  );
}
