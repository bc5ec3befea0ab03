// Quiet, by choice: holds back what comes live until it is asked for again, and says since when and how much waits.
import { type JSX, Show } from "solid-js";
import { Button } from "../../parts/button/button.tsx";
import { formatClock } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { heldBack, pausedSince, pauseLive } from "../../shell/data/live.ts";
import { offerActs } from "../../shell/keys.ts";

export function LiveSwitch(): JSX.Element {
  const t = useWords();
  const isPaused = () => pausedSince() !== undefined;
  const say = () => t(isPaused() ? "desk-more.live.go_on" : "desk-more.live.pause");
  offerActs(() => [
    {
      id: "pause-live",
      label: say,
      group: () => t("desk.keys.everywhere"),
      keys: ["KeyP"],
      run: () => pauseLive(!isPaused()),
    },
  ]);
  return (
    <>
      <Button
        isSmall
        look="quiet"
        class="live-switch"
        aria-label={say()}
        title={say()}
        onClick={() => pauseLive(!isPaused())}
      >
        {isPaused() ? "▶" : "❚❚"}
      </Button>
      <span role="status" class="small-text quiet-text">
        <Show when={pausedSince()}>
          {(since) => <>{t("desk-more.live.paused", { time: formatClock(since()), count: heldBack().length })}</>}
        </Show>
      </span>
    </>
  );
}
