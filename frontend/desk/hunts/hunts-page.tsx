// Hunts: what was looked for in everything stored, how far each is, and the lists from others that are in force.
import { A, useNavigate, useSearchParams } from "@solidjs/router";
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import type { FeedView } from "../../../backend/triage/feeds/model.ts";
import type { HuntFor, HuntView } from "../../../backend/triage/hunt/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Empty } from "../../parts/empty/empty.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { apiGet } from "../../platform/api.ts";
import { Moment } from "../../parts/moment/moment.tsx";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { loadRoom, useWords } from "../../platform/words.ts";
import { defangUnknown } from "../data/defang.ts";
import { describeProblem } from "../../shell/data/tell-problem.ts";
import { PageFrame } from "../../shell/lists/page-frame.tsx";
import { can } from "../../shell/session.ts";
import { FeedsCard } from "./feeds-card.tsx";
import { HuntProgress, isOpenHunt, stateTones } from "./hunt-progress.tsx";
import { StartHuntDialog } from "./start-hunt-dialog.tsx";
import "./hunts.css";

/** How often numbers that move are asked for. */
const askEveryMs = 2_000;

function askedBy({ value, rule }: { value?: string | undefined; rule?: string | undefined }): HuntFor | undefined {
  if (rule) return { kind: "rule", ruleId: rule };
  return value ? { kind: "value", value } : undefined;
}

export function HuntsPage(): JSX.Element {
  const t = useWords();
  void loadRoom("hunts");
  const navigate = useNavigate();
  const [hunts, setHunts] = createSignal<HuntView[]>([]);
  const [feeds, setFeeds] = createSignal<FeedView[]>([]);
  const [state, setState] = createSignal<"loading" | "ready" | "failed">("loading");
  const [problem, setProblem] = createSignal("");
  // Other pages may ask for a hunt: /hunts?value=… or /hunts?rule=….
  const [search, setSearch] = useSearchParams<{ value?: string; rule?: string }>();
  const [start, setStart] = createSignal<HuntFor | "blank" | undefined>(askedBy(search));
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
        <div>
          <Show when={can("hunt.start")}>
            <Button look="main" onClick={() => setStart("blank")}>
              {t("hunts.start")}
            </Button>
          </Show>
          <ExportMenu list="hunts" />
        </div>
      }
    >
      <Show when={hunts().length > 0} fallback={<Empty title={t("hunts.none")} text={t("hunts.none_hint")} />}>
        <ul class="hunt-rows">
          <For each={hunts()}>
            {(hunt) => (
              <li>
                <div>
                  <A class="hunt-name" href={`/hunts/${hunt.id}`}>
                    {hunt.kind === "value" ? defangUnknown(hunt.title) : hunt.title}
                  </A>
                  <p class="small-text quiet-text">
                    {t(`hunts.kind.${hunt.kind}`)} · <Moment at={hunt.askedAt} /> ·{" "}
                    {hunt.askedBy ?? t("hunts.by_itself")}
                  </p>
                </div>
                <div class="hunt-row-state">
                  <Tag tone={stateTones[hunt.state]}>{t(`hunts.state.${hunt.state}`)}</Tag>
                  <span class="figures">{t("hunts.hit_count", { count: hunt.matches })}</span>
                  <HuntProgress hunt={hunt} />
                </div>
              </li>
            )}
          </For>
        </ul>
      </Show>
      <FeedsCard feeds={feeds()} onChanged={() => void ask()} onHunt={(feedId) => setStart({ kind: "list", feedId })} />
      <Show when={start()}>
        {(what) => (
          <StartHuntDialog
            begin={what() === "blank" ? undefined : (what() as HuntFor)}
            feeds={feeds()}
            onClose={() => {
              setStart(undefined);
              setSearch({ value: undefined, rule: undefined });
            }}
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
