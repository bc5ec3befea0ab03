// Who else has this report or case open, who of them writes, and who has it in hand; told and asked every few seconds while the page is seen.
import { createSignal, For, type JSX, onCleanup, onMount, Show } from "solid-js";
import {
  type Hold,
  type PresentIn,
  presenceSeconds,
  type PresenceView,
} from "../../../backend/cases/presence/model.ts";
import { Button } from "../../parts/button/button.tsx";
import { apiDelete, apiPost } from "../../platform/api.ts";
import { formatClock } from "../../platform/format.ts";
import { useWords } from "../../platform/words.ts";
import { onPresence } from "../../shell/data/live.ts";
import { tellProblem } from "../../shell/data/tell-problem.ts";
import { offerActs } from "../../shell/keys.ts";
import { me } from "../../shell/session.ts";
import "./presence.css";

export function PresenceLine(props: { kind: PresentIn; id: string; canHold: boolean }): JSX.Element {
  const t = useWords();
  const [people, setPeople] = createSignal<PresenceView["people"]>([]);
  const [hold, setHold] = createSignal<Hold>(null);
  let isHere = true;
  const path = `/api/v1/desk/${props.kind}s/${props.id}`;
  const isWriting = (): boolean => document.activeElement?.matches("textarea, .dialog input, .dialog select") === true;
  let last: { doing: string; at: number } | undefined;
  const tell = async (): Promise<void> => {
    if (document.hidden) return;
    const doing = isWriting() ? "writing" : "looking";
    last = { doing, at: Date.now() };
    try {
      // Who writes in what one has in hand has it on.
      if (doing === "writing" && isMine()) void apiPost(`${path}/hold`, {}).catch(() => {});
      const seen = await apiPost<PresenceView>(`${path}/presence`, { doing });
      if (!isHere) return;
      setPeople(seen.people);
      setHold(seen.hold);
    } catch {
      // Without the line nobody is shown; the next beat asks again.
      if (isHere) setPeople([]);
    }
  };
  const leave = (): void => {
    last = undefined;
    void apiDelete(`${path}/presence`).catch(() => undefined);
  };
  const isMine = (): boolean => hold()?.id === me()?.personId;
  const take = async (isTakeOver: boolean): Promise<void> => {
    try {
      const answer = await apiPost<{ hold: Hold }>(`${path}/hold`, { isTakeOver });
      if (isHere) setHold(answer.hold);
    } catch (error) {
      tellProblem(error);
      void tell();
    }
  };
  const give = async (): Promise<void> => {
    try {
      const answer = await apiDelete<{ hold: Hold }>(`${path}/hold`);
      if (isHere) setHold(answer.hold);
    } catch (error) {
      tellProblem(error);
    }
  };
  offerActs(() => [
    {
      id: "hold",
      label: () => t(isMine() ? "desk-more.hold.give" : hold() ? "desk-more.hold.take_over" : "desk-more.hold.take"),
      group: () => t(props.kind === "report" ? "desk.keys.report" : "desk.keys.case"),
      keys: ["KeyC"],
      isOn: () => props.canHold,
      run: () => void (isMine() ? give() : take(hold() !== null)),
    },
  ]);
  onMount(() => {
    // Whoever walks through a list by keys is nowhere for long: only a page that stays open is told.
    const first = setTimeout(() => void tell(), 400);
    const beat = setInterval(() => void tell(), presenceSeconds.beat * 1000);
    const again = (): void => void (document.hidden ? leave() : tell());
    const atFocus = (): void => {
      const doing = isWriting() ? "writing" : "looking";
      if (last && last.doing !== doing) void tell();
    };
    let soon: ReturnType<typeof setTimeout> | undefined;
    const stop = onPresence(() => {
      clearTimeout(soon);
      soon = setTimeout(() => last && Date.now() - last.at > 500 && void tell(), 300);
    });
    document.addEventListener("visibilitychange", again);
    document.addEventListener("focusin", atFocus);
    document.addEventListener("focusout", atFocus);
    onCleanup(() => {
      isHere = false;
      clearTimeout(first);
      clearTimeout(soon);
      clearInterval(beat);
      stop();
      document.removeEventListener("visibilitychange", again);
      document.removeEventListener("focusin", atFocus);
      document.removeEventListener("focusout", atFocus);
      if (last) leave();
    });
  });
  return (
    <div aria-live="polite">
      <Show when={people().length > 0}>
        <ul class="presence" aria-label={t("desk-more.presence.title")}>
          <For each={people()}>
            {(person) => (
              <li data-doing={person.doing}>{t(`desk-more.presence.${person.doing}`, { name: person.name })}</li>
            )}
          </For>
        </ul>
      </Show>
      <Show when={hold()}>
        {(one) => (
          <p class="hold-line">
            <span>
              {one().id === me()?.personId
                ? t("desk-more.hold.mine", { time: formatClock(new Date(one().until)) })
                : t("desk-more.hold.until", { name: one().name, time: formatClock(new Date(one().until)) })}
            </span>
            <Show when={props.canHold}>
              <Button isSmall onClick={() => void (isMine() ? give() : take(true))}>
                {t(isMine() ? "desk-more.hold.give" : "desk-more.hold.take_over")}
              </Button>
            </Show>
          </p>
        )}
      </Show>
    </div>
  );
}
