// Hunts: what was looked for in everything stored, how far each is, and the lists from others that are in force.
import { A, useNavigate } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { FeedView } from "../../../backend/triage/feeds/model.ts";
import type { HuntFor, HuntView } from "../../../backend/triage/hunt/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { formatNumber, formatShort } from "../../platform/format.ts";
import { loadRoom, useWords } from "../../platform/words.ts";
import { describeProblem } from "../data/tell-problem.ts";
import { PageFrame } from "../lists/page-frame.tsx";
import { can } from "../shell/session.ts";
import { FeedsCard } from "./feeds-card.tsx";
import { HuntProgress, isOpenHunt, stateTones } from "./hunt-progress.tsx";
import { StartHuntDialog } from "./start-hunt-dialog.tsx";
import "./hunts.css";

/** How often numbers that move are asked for. */
const askEveryMs = 2_000;

export function HuntsPage(): JSX.Element {
  const t = useWords();
  void loadRoom("hunts");
  const navigate = useNavigate();
  const [hunts, setHunts] = createSignal<HuntView[]>([]);
  const [feeds, setFeeds] = createSignal<FeedView[]>([]);
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal("");
  const [start, setStart] = createSignal<HuntFor | "blank">();
  const ask = async (): Promise<void> => {
    try {
      const [hunted, listed] = await Promise.all([
        apiGet<{ hunts: HuntView[] }>("/api/v1/hunts"),
        apiGet<{ feeds: FeedView[] }>("/api/v1/indicator-feeds"),
      ]);
      setHunts(hunted.hunts);
      setFeeds(listed.feeds);
      setState("ready");
    } catch (error) {
      setProblem(describeProblem(error));
      setState("failed");
    }
  };
  const isMoving = (): boolean =>
    hunts().some(isOpenHunt) || feeds().some((feed) => feed.imports.some((one) => one.state === "waiting"));
  onMount(() => {
    void ask();
    const timer = setInterval(() => isMoving() && void ask(), askEveryMs);
    onCleanup(() => clearInterval(timer));
  });
  return (
    <PageFrame
      title={t("hunts.title")}
      text={t("hunts.text")}
      state={state()}
      problem={problem()}
      hasMore={false}
      onMore={() => {}}
      onAgain={() => void ask()}
      filters={
        <Show when={can("hunt.start")}>
          <div>
            <Button look="main" onClick={() => setStart("blank")}>
              {t("hunts.start")}
            </Button>
          </div>
        </Show>
      }
    >
      <Show when={hunts().length > 0} fallback={<Empty title={t("hunts.none")} text={t("hunts.none_hint")} />}>
        <div class="table-scroll" tabindex="0" role="region" aria-label={t("hunts.title")}>
          <table class="table">
            <thead>
              <tr>
                <th scope="col">{t("hunts.looked_for")}</th>
                <th scope="col">{t("hunts.state")}</th>
                <th scope="col">{t("hunts.hits")}</th>
                <th scope="col">{t("hunts.asked")}</th>
              </tr>
            </thead>
            <tbody>
              <For each={hunts()}>
                {(hunt) => (
                  <tr>
                    <td>
                      <A class="hunt-name" href={`/hunts/${hunt.id}`}>
                        {hunt.title}
                      </A>
                      <p class="small-text quiet-text">{t(`hunts.kind.${hunt.kind}`)}</p>
                    </td>
                    <td>
                      <Tag tone={stateTones[hunt.state]}>{t(`hunts.state.${hunt.state}`)}</Tag>
                      <HuntProgress hunt={hunt} />
                    </td>
                    <td class="figures">{formatNumber(hunt.matches)}</td>
                    <td>
                      <time dateTime={hunt.askedAt}>{formatShort(hunt.askedAt)}</time>
                      <p class="small-text quiet-text">{hunt.askedBy ?? t("hunts.by_itself")}</p>
                    </td>
                  </tr>
                )}
              </For>
            </tbody>
          </table>
        </div>
      </Show>
      <FeedsCard feeds={feeds()} onChanged={() => void ask()} onHunt={(feedId) => setStart({ kind: "list", feedId })} />
      <Show when={start()}>
        {(what) => (
          <StartHuntDialog
            begin={what() === "blank" ? undefined : (what() as HuntFor)}
            feeds={feeds()}
            onClose={() => setStart(undefined)}
            onStarted={(id) => {
              setStart(undefined);
              navigate(`/hunts/${id}`);
            }}
          />
        )}
      </Show>
    </PageFrame>
  );
}
