// OpenPGP keys: the team's own and everybody else's, each with its end and who compared its fingerprint.
import { createSignal, For, type JSX, Show } from "solid-js";
import { type KeyRow, type KeysPage as Page, spacedFingerprint } from "../../../backend/coordination/openpgp/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Menu, type MenuItem } from "../../parts/menu/menu.tsx";
import { Notice } from "../../parts/notice/notice.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiPost } from "../../platform/api.ts";
import { formatInstant } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { createPage } from "../../shell/claims/create-page.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { AddKeyDialog } from "./add-key-dialog.tsx";
import { CompareDialog } from "./compare-dialog.tsx";
import { stateTones } from "./state-tones.ts";
import { TeamCard } from "./team-card.tsx";
import "../talking/talking.css";

export function KeysPage(): JSX.Element {
  const t = useWords();
  const { answer, problem, load } = createPage<Page>(() => "/api/v1/openpgp/keys");
  const [isAdding, setAdding] = createSignal(false);
  const [comparing, setComparing] = createSignal<KeyRow>();
  const warned = () =>
    [...(answer()?.team ?? []), ...(answer()?.keys ?? [])].filter(
      ({ state }) => state === "expires_soon" || state === "expired",
    ).length;
  const run = async (path: string): Promise<void> => {
    try {
      await apiPost(path);
      load();
    } catch (error) {
      tellProblem(error);
    }
  };
  const actsOf = (row: KeyRow): MenuItem[] => [
    row.verification === null
      ? { label: t("openpgp.compare"), run: () => setComparing(row) }
      : {
          label: t("openpgp.uncompare"),
          run: () => void run(`/api/v1/openpgp/verifications/${row.fingerprint}/withdraw`),
        },
    // Those of the register are taken away there.
    ...(row.ownerKind === "correspondent"
      ? [{ label: t("openpgp.remove"), run: () => void run(`/api/v1/openpgp/keys/${row.id}/remove`) }]
      : []),
  ];
  return (
    <PageFrame
      title={t("openpgp.title")}
      text={t("openpgp.lead")}
      state={problem() ? "failed" : answer() ? "ready" : "loading"}
      problem={problem() ?? ""}
      hasMore={false}
      onMore={() => {}}
      onAgain={load}
    >
      <Show when={warned() > 0}>
        <Notice tone="mind">{t("openpgp.warn", { count: warned() })}</Notice>
      </Show>
      <TeamCard keys={answer()?.team ?? []} canChange={answer()?.can.team ?? false} onDone={load} />
      <section>
        <div class="talk-bar">
          <h2>{t("openpgp.others")}</h2>
          <Show when={answer()?.can.change}>
            <Button onClick={() => setAdding(true)}>{t("openpgp.add")}</Button>
          </Show>
        </div>
        <Show
          when={(answer()?.keys.length ?? 0) > 0}
          fallback={<Empty title={t("openpgp.others_none")} text={t("openpgp.others_none_hint")} />}
        >
          <div class="table-scroll" tabindex="0" role="region" aria-label={t("openpgp.others")}>
            <table class="table">
              <thead>
                <tr>
                  <th scope="col">{t("openpgp.owner")}</th>
                  <th scope="col">{t("openpgp.fingerprint")}</th>
                  <th scope="col">{t("openpgp.state")}</th>
                  <th scope="col">{t("openpgp.compared")}</th>
                  <Show when={answer()?.can.change}>
                    <th scope="col">
                      <span class="for-ears">{t("openpgp.compare")}</span>
                    </th>
                  </Show>
                </tr>
              </thead>
              <tbody>
                <For each={answer()?.keys ?? []}>
                  {(row) => (
                    <tr>
                      <td>
                        <b dir="auto">{row.owner}</b>
                        <p class="small-text quiet-text">
                          {row.email ?? ""} · {t(`openpgp.source.${row.source}`)}
                        </p>
                      </td>
                      <td>
                        <span class="key-fingerprint">{spacedFingerprint(row.fingerprint)}</span>
                        <p class="small-text quiet-text">{row.algorithm}</p>
                      </td>
                      <td>
                        <Tag tone={stateTones[row.state]}>{t(`openpgp.state.${row.state}`)}</Tag>
                        <p class="small-text quiet-text">
                          {row.expiresAt === null
                            ? t("openpgp.for_ever")
                            : t("openpgp.until", { date: formatInstant(row.expiresAt) })}
                        </p>
                      </td>
                      <td>
                        {row.verification === null
                          ? t("openpgp.not_compared")
                          : t("openpgp.compared_by", {
                              way: t(`openpgp.way.${row.verification.way}`),
                              name: row.verification.by,
                              date: formatInstant(row.verification.at),
                            })}
                      </td>
                      <Show when={answer()?.can.change}>
                        <td>
                          <Menu label="…" name={t("openpgp.acts", { name: row.owner })} items={actsOf(row)} />
                        </td>
                      </Show>
                    </tr>
                  )}
                </For>
              </tbody>
            </table>
          </div>
        </Show>
      </section>
      <Show when={isAdding()}>
        <AddKeyDialog onClose={() => setAdding(false)} onDone={load} />
      </Show>
      <Show when={comparing()}>
        {(row) => <CompareDialog row={row()} onClose={() => setComparing(undefined)} onDone={load} />}
      </Show>
    </PageFrame>
  );
}
