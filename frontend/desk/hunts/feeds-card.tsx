// Lists from others: what is in force, where it comes from and under which terms, what of it was refused; bring one in, take one out.
import { createSignal, For, type JSX, Show } from "solid-js";
import type { FeedView, ImportView } from "../../../backend/triage/feeds/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { Card } from "../../parts/card/card.tsx";
import { Tag } from "../../parts/tag/tag.tsx";
import { Said } from "../../parts/moment/moment.tsx";
import { formatNumber } from "../../platform/format.ts";
import { ExportMenu } from "../../shell/lists/export-menu.tsx";
import { useWords } from "../../platform/words.ts";
import { can } from "../../shell/session.ts";
import { ImportFeedDialog } from "./import-feed-dialog.tsx";
import { RetireFeedDialog } from "./retire-feed-dialog.tsx";

export function FeedsCard(props: {
  feeds: FeedView[];
  onChanged: () => void;
  onHunt: (feedId: string) => void;
}): JSX.Element {
  const t = useWords();
  const [isImporting, setImporting] = createSignal(false);
  const [retiring, setRetiring] = createSignal<FeedView>();
  return (
    <Card
      title={t("hunts.lists")}
      count={props.feeds.length}
      aside={
        <>
          <ExportMenu list="indicator-feeds" />
          <Show when={can("indicator.import")}>
            <Button isSmall onClick={() => setImporting(true)}>
              {t("hunts.import")}
            </Button>
          </Show>
        </>
      }
    >
      <Show when={props.feeds.length > 0} fallback={<p class="quiet-text">{t("hunts.no_lists")}</p>}>
        <ul class="hunt-lists">
          <For each={props.feeds}>
            {(feed) => <Feed feed={feed} onHunt={() => props.onHunt(feed.id)} onRetire={() => setRetiring(feed)} />}
          </For>
        </ul>
      </Show>
      <Show when={isImporting()}>
        <ImportFeedDialog
          names={props.feeds.map(({ name }) => name)}
          onClose={() => setImporting(false)}
          onDone={() => {
            setImporting(false);
            props.onChanged();
          }}
        />
      </Show>
      <Show when={retiring()}>
        {(feed) => (
          <RetireFeedDialog
            feed={feed()}
            onClose={() => setRetiring(undefined)}
            onDone={() => {
              setRetiring(undefined);
              props.onChanged();
            }}
          />
        )}
      </Show>
    </Card>
  );
}

function Feed(props: { feed: FeedView; onHunt: () => void; onRetire: () => void }): JSX.Element {
  const t = useWords();
  const newest = (): ImportView | undefined => props.feed.imports[0];
  const shown = (): ImportView | undefined =>
    props.feed.imports.find((one) => one.id === props.feed.activeImport) ?? newest();
  const state = (): string => {
    if (newest()?.state === "waiting") return "waiting";
    return props.feed.activeImport === null ? (newest()?.state === "refused" ? "refused" : "retired") : "live";
  };
  const tone = { waiting: "medium", refused: "critical", retired: "plain", live: "low" } as const;
  return (
    <li>
      <Show when={shown()}>
        {(edition) => (
          <div class="hunt-list">
            <div>
              <p class="hunt-list-head">
                <b>{edition().title}</b>
                <Tag tone={tone[state() as keyof typeof tone]}>{t(`hunts.list_state.${state()}`)}</Tag>
                <Tag>{edition().marking}</Tag>
                <Show when={edition().format === "warninglist"}>
                  <Tag tone="indigo">{t("hunts.warninglist")}</Tag>
                </Show>
              </p>
              <p class="small-text quiet-text">
                <Said>
                  {(moment) =>
                    [
                      t("hunts.entries", { count: edition().entries }),
                      t("hunts.licence_is", { licence: edition().licence }),
                      edition().author,
                      edition().source,
                      moment(edition().askedAt),
                      edition().askedBy ?? t("hunts.at_console"),
                    ]
                      .filter((part) => part !== "")
                      .join(" · ")
                  }
                </Said>
              </p>
              <Show when={newest()?.state === "refused"}>
                <p class="field-error">
                  {t("hunts.last_refused", { file: newest()?.fileName ?? "", why: newest()?.error ?? "" })}
                </p>
              </Show>
              <Show when={edition().refusedCount > 0}>
                <details class="small-text">
                  <summary>{t("hunts.refused_entries", { count: edition().refusedCount })}</summary>
                  <ul>
                    <For each={edition().refused}>
                      {(one) => (
                        <li>
                          <code>{one.field}</code> {one.reason}
                        </li>
                      )}
                    </For>
                  </ul>
                </details>
              </Show>
              <Show when={Object.keys(edition().skipped).length > 0}>
                <p class="small-text quiet-text">
                  {t("hunts.skipped", {
                    kinds: Object.entries(edition().skipped)
                      .map(([kind, count]) => `${kind} (${formatNumber(count)})`)
                      .join(", "),
                  })}
                </p>
              </Show>
              <Show when={props.feed.activeImport === null && props.feed.endReason}>
                {(reason) => <p class="small-text">{t("hunts.retired_because", { reason: reason() })}</p>}
              </Show>
            </div>
            <div class="hunt-list-acts">
              <Show when={can("hunt.start") && props.feed.activeImport !== null && edition().format !== "warninglist"}>
                <Button isSmall onClick={() => props.onHunt()}>
                  {t("hunts.hunt_list")}
                  <span class="for-ears"> {edition().title}</span>
                </Button>
              </Show>
              <Show when={can("indicator.import") && props.feed.activeImport !== null}>
                <Button isSmall look="quiet" onClick={() => props.onRetire()}>
                  {t("hunts.retire")}
                  <span class="for-ears"> {edition().title}</span>
                </Button>
              </Show>
            </div>
          </div>
        )}
      </Show>
    </li>
  );
}
